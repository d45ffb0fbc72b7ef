// Every topology, over the real local platform: while one target is down the others have everything, a function that is killed
// in the middle loses nothing, and in the end all have what is theirs, in order where there is one.

import { beforeAll, describe, expect, it } from "vitest";
import { buildOnce } from "../support/built.ts";
import { expectInOrder, type Numbered } from "../support/journey.ts";
import { numbersOf, onStage } from "../support/topology.ts";

const LIMITS = { timeout: 400_000 };
const PART = 60;

beforeAll(buildOnce);

const dead = (accounts: ReadonlyMap<string, { readonly dead: number }>) =>
  [...accounts.values()].reduce((sum, account) => sum + account.dead, 0);

/** Ignores which of several arrived first. */
const same = (arrived: readonly Numbered[], expected: readonly Numbered[]) =>
  expect([...numbersOf(arrived)].toSorted()).toEqual([...numbersOf(expected)].toSorted());

describe.concurrent("aggregate", () => {
  const map = `
endpoints: { a: { sqs: a.fifo }, b: { pubsub: b-topic, ordered: true }, feed: { pubsub: feed, ordered: true } }
hops: { collect: { from: [a, b], to: feed } }
`;

  it("brings what all sources have, each in its order, over a crash and a target that is down", LIMITS, async () => {
    await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, triedAgain, settled }) => {
      const struck = Promise.all([strike("shop/collect.a", "feed"), strike("shop/collect.b", "feed")]);
      const first = [...(await feed("a", 0, PART)), ...(await feed("b", 0, PART))];
      await struck;
      await reached("feed", first.length);
      await takeDown("feed");
      const second = [...(await feed("a", PART, 2 * PART)), ...(await feed("b", PART, 2 * PART))];
      await Promise.all([triedAgain("shop/collect.a"), triedAgain("shop/collect.b")]);
      await putUp("feed");
      await reached("feed", first.length + second.length);
      expect(dead(await settled())).toBe(0);
      expectInOrder(at("feed"), [...first, ...second]);
    });
  });
});

describe.concurrent("replicate", () => {
  it.each([
    ["a queue", "{ sqs: orders.fifo }", "shop/copy.split", "shop/copy.inbox"],
    ["a topic", "{ pubsub: orders-topic, ordered: true }", "shop/copy.feed", "shop/copy.inbox"],
  ] as const)("from %s: each target fails alone", LIMITS, async (_, orders, killed, failing) => {
    const map = `
endpoints: { orders: ${orders}, feed: { pubsub: feed, ordered: true }, near: { sqs: near.fifo }, inbox: { sqs: inbox.fifo } }
hops: { copy: { from: orders, to: [feed, near, inbox] } }
`;
    await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, triedAgain, settled }) => {
      await takeDown("inbox");
      const struck = strike(killed, "feed");
      const first = await feed("orders", 0, PART);
      await struck;
      // The one that is down holds up neither of the others, however much comes.
      const second = await feed("orders", PART, 3 * PART);
      await Promise.all([reached("feed", 3 * PART), reached("near", 3 * PART), triedAgain(failing)]);
      expect(at("inbox")).toEqual([]);
      await putUp("inbox");
      await reached("inbox", 3 * PART);
      expect(dead(await settled())).toBe(0);
      for (const target of ["feed", "near", "inbox"]) expectInOrder(at(target), [...first, ...second]);
    });
  });
});

describe.concurrent("route", () => {
  const third = (rest: number) => (message: Numbered) => message.number % 3 === rest;

  it.each([
    ["a queue", "{ sqs: orders }"],
    ["a topic", "{ pubsub: orders-topic }"],
  ])("from %s, over both brokers: each message has one target, which fails alone", LIMITS, async (_, orders) => {
    const map = `
endpoints: { orders: ${orders}, near: { sqs: near }, far: { sqs: far }, feed: { pubsub: feed } }
hops:
  sort:
    from: orders
    route: [{ when: "body.number % 3 == 0", to: near }, { when: "body.number % 3 == 1", to: feed }, { to: far }]
`;
    await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, triedAgain, settled }) => {
      const struck = strike("shop/sort.queues", "far");
      const first = await feed("orders", 0, PART);
      await struck;
      await Promise.all(["near", "far", "feed"].map((target) => reached(target, PART / 3)));
      await takeDown("near");
      const before = at("near").length;
      const second = await feed("orders", PART, 2 * PART);
      await Promise.all([
        ...["far", "feed"].map((target) => reached(target, (2 * PART) / 3)),
        triedAgain("shop/sort.queues"),
      ]);
      expect(at("near").length).toBe(before);
      await putUp("near");
      await reached("near", (2 * PART) / 3);
      expect(dead(await settled())).toBe(0);
      const all = [...first, ...second];
      same(at("near"), all.filter(third(0)));
      same(at("feed"), all.filter(third(1)));
      same(at("far"), all.filter(third(2)));
    });
  });

  it("buries what no branch takes, once, and what it can't judge", LIMITS, async () => {
    const map = `
endpoints: { orders: { pubsub: orders-topic }, near: { sqs: near }, feed: { pubsub: feed } }
hops:
  sort:
    from: orders
    route: [{ when: "body.number == 0", to: near }, { when: "body.number == 1 || body.missing == 2", to: feed }]
`;
    await onStage(map, async ({ feed, at, settled }) => {
      await feed("orders", 0, 2);
      await feed("orders", 2, 6);
      const accounts = await settled();
      expect(at("near").map(({ number }) => number)).toEqual([0]);
      expect(at("feed").map(({ number }) => number)).toEqual([1]);
      expect(accounts.get("shop/sort.queues")).toMatchObject({ in: 6, delivered: 1, dropped: 1, dead: 4 });
    });
  });
});

describe.concurrent("toOneOf", () => {
  const map = `
endpoints: { events: { pubsub: events }, near: { sqs: near }, far: { sqs: far } }
hops: { spread: { from: events, toOneOf: [{ endpoint: near, weight: 3 }, { endpoint: far }] } }
`;

  it("shares by weight, and the other takes over from one that is down, also over a crash", LIMITS, async () => {
    await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, settled }) => {
      const all = () => [...at("near"), ...at("far")];
      const first = await feed("events", 0, PART);
      await Promise.all([reached("near", PART / 3), reached("far", PART / 12)]);
      await takeDown("near");
      const before = numbersOf(at("near")).size;
      const struck = strike("shop/spread", "far");
      const second = await feed("events", PART, 2 * PART);
      await struck;
      // Nothing waits for the one that is down.
      await reached("far", 2 * PART - before);
      expect(numbersOf(all()).size).toBe(2 * PART);
      await putUp("near");
      const third = await feed("events", 2 * PART, 3 * PART);
      expect(dead(await settled())).toBe(0);
      expect(numbersOf(at("near")).size).toBeGreaterThan(before + PART / 3);
      same(all(), [...first, ...second, ...third]);
    });
  });
});

describe.concurrent("a chain over both clouds", () => {
  const map = `
endpoints:
  orders: { sqs: orders.fifo }
  feed: { pubsub: feed, ordered: true }
  inbox: { sqs: inbox.fifo }
  rows: { pubsub: rows, ordered: true }
hops: { one: { from: orders, to: feed }, two: { from: feed, to: inbox }, three: { from: inbox, to: rows } }
`;

  it(
    "loses nothing and keeps order, over crashes of each of its functions and an end that is down",
    LIMITS,
    async () => {
      await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, triedAgain, settled }) => {
        const struck = Promise.all([
          strike("shop/one", "feed"),
          strike("shop/two", "inbox"),
          strike("shop/three", "rows"),
        ]);
        const first = await feed("orders", 0, PART);
        await struck;
        await reached("rows", PART);
        await takeDown("rows");
        const second = await feed("orders", PART, 2 * PART);
        await Promise.all([reached("inbox", 2 * PART), triedAgain("shop/three")]);
        await putUp("rows");
        await reached("rows", 2 * PART);
        expect(dead(await settled())).toBe(0);
        expectInOrder(at("rows"), [...first, ...second]);
      });
    },
  );
});

describe.concurrent("a two-way bridge", () => {
  const map = `
endpoints:
  here: { pubsub: here-topic }
  there: { pubsub: there-topic, project: partner-project }
  copy: { sqs: copy }
hops:
  out: { from: here, to: there, twoWayWith: back }
  back: { from: there, to: here }
  beside: { from: there, to: copy }
`;

  it("carries both ways and nothing back, over a crash and another target that is down", LIMITS, async () => {
    await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, triedAgain, settled }) => {
      await takeDown("copy");
      const struck = Promise.all([strike("shop/out", "there"), strike("shop/back", "here")]);
      const mine = await feed("here", 0, PART);
      const theirs = await feed("there", PART, 2 * PART);
      await struck;
      await Promise.all([reached("here", 2 * PART), reached("there", 2 * PART), triedAgain("shop/beside")]);
      await putUp("copy");
      await reached("copy", 2 * PART);
      const accounts = await settled();
      expect(dead(accounts)).toBe(0);
      for (const end of ["here", "there", "copy"]) same(at(end), [...mine, ...theirs]);
      // Whatever came by the one way was dropped by the other, as often as it came: more than once after a crash.
      const [out, back] = [accounts.get("shop/out"), accounts.get("shop/back")];
      expect(back?.dropped).toBeGreaterThanOrEqual(out?.delivered ?? Number.NaN);
      expect(out?.dropped).toBeGreaterThanOrEqual(back?.delivered ?? Number.NaN);
      expect(at("there").length).toBeLessThanOrEqual(PART + (back?.dropped ?? 0));
    });
  });

  it(
    "ends a loop over two fabrics that know nothing of each other, in the dead letters, once round",
    LIMITS,
    async () => {
      const circle = `
endpoints: { here: { pubsub: here-topic }, there: { pubsub: there-topic } }
hops: { out: { from: here, to: there }, back: { from: there, to: here } }
`;
      await onStage(circle, async ({ feed, at, settled }) => {
        const sent = await feed("here", 0, 5);
        const accounts = await settled();
        expect(dead(accounts)).toBe(5);
        same(at("there"), sent);
        expect(at("here").length).toBeGreaterThanOrEqual(10);
      });
    },
  );
});

describe.concurrent("a rate", () => {
  it.each([
    ["a queue", "{ sqs: orders }"],
    ["a topic", "{ pubsub: orders-topic }"],
  ])("from %s holds over all instances, and nothing is lost or given up for it", LIMITS, async (_, orders) => {
    const [rate, count] = [20, 90];
    const map = `
endpoints: { orders: ${orders}, inbox: { sqs: inbox } }
hops: { gently: { from: orders, to: inbox, rate: { messagesPerSecond: ${rate} } } }
`;
    await onStage(map, async ({ feed, at, reached, settled }) => {
      const startedAt = performance.now();
      const sent = await feed("orders", 0, count);
      await reached("inbox", count);
      // One second's worth may go at once. However slow a machine is, it is never faster than this.
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(((count - rate) / rate) * 1_000);
      expect(dead(await settled())).toBe(0);
      same(at("inbox"), sent);
    });
  });
});
