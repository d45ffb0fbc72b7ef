// Messages that travel together, over the real local platform: none is lost, and none is buried for another's sake, whatever the
// target refuses and whenever a function is killed.

import { beforeAll, describe, expect, it } from "vitest";
import { buildOnce } from "../support/built.ts";
import type { Numbered } from "../support/journey.ts";
import { numbersOf, onStage } from "../support/topology.ts";

const LIMITS = { timeout: 400_000 };
const PART = 60;

beforeAll(buildOnce);

const deadIn = (accounts: ReadonlyMap<string, { readonly dead: number }>) =>
  [...accounts.values()].reduce((sum, { dead }) => sum + dead, 0);

/** Each at least once, and the first of each in the order in which they were sent, key by key. */
function expectInOrder(arrived: readonly Numbered[], expected: readonly Numbered[]): void {
  const seen = new Set<number>();
  const firsts = arrived.filter(({ number }) => !seen.has(number) && seen.add(number));
  const byKey = (list: readonly Numbered[]) => Map.groupBy(list, ({ key }) => key);
  expect(byKey(firsts)).toEqual(byKey(expected));
}

describe.concurrent("joined messages", () => {
  it("keep each key's order over a crash and a target that is down", LIMITS, async () => {
    const map = `
endpoints: { orders: { sqs: orders.fifo }, feed: { pubsub: feed, ordered: true } }
hops: { join: { from: orders, to: feed, batch: { maxMessages: 3 } } }
`;
    await onStage(map, async ({ feed, at, reached, strike, takeDown, putUp, triedAgain, settled }) => {
      const struck = strike("shop/join", "feed");
      const first = await feed("orders", 0, PART);
      await struck;
      await reached("feed", PART);
      await takeDown("feed");
      const second = await feed("orders", PART, 2 * PART);
      await triedAgain("shop/join");
      await putUp("feed");
      await reached("feed", 2 * PART);
      expect(deadIn(await settled())).toBe(0);
      expectInOrder(at("feed"), [...first, ...second]);
    });
  });

  it("are halved by what a target refuses, and only what is at fault itself is dead", LIMITS, async () => {
    // Of each key less fits than comes, and one message can't be judged.
    const map = `
endpoints: { orders: { sqs: orders }, inbox: { sqs: inbox } }
hops:
  join:
    from: orders
    to: inbox
    batch: { by: 'body.number == 7 ? string(body.nothing) : ""' }
`;
    await onStage(map, async ({ feed, at, taken, limit, reached, strike, settled }) => {
      await limit("inbox", 1_024);
      const struck = strike("shop/join", "inbox");
      const sent = await feed("orders", 0, 6 * PART);
      await struck;
      await reached("inbox", sent.length - 1);
      expect(deadIn(await settled())).toBe(1);
      const good = sent.filter(({ number }) => number !== 7);
      expect(numbersOf(at("inbox"))).toEqual(numbersOf(good));
      expect(taken("inbox")).toBeLessThan(at("inbox").length);
    });
  });
});
