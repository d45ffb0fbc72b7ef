import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changes as changesOf } from "../../../infra/plan/changes.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import type { Inventory } from "../../../shared/fabric/deployment/things/thing.ts";
import { staged } from "../../../shared/fabric/staged.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const changes = (made: Inventory, after: Inventory, begun: Inventory = {}) => changesOf({ made, begun }, after);
const of = async (endpoints: object, hops: object) => inventory(await deployment(aFabric(endpoints, hops)));
const told = (list: ReturnType<typeof changes>) =>
  list.map(({ verb, thing, settings, loss }) =>
    [`${verb} ${thing.kind} ${thing.name}`, ...settings, ...(loss === undefined ? [] : [`loses ${loss}`])].join(", "),
  );

const endpoints = { orders: queue("orders"), scores: topic("scores"), inbox: queue("inbox") };
const hops = { export: { from: "orders", to: "scores" }, return: { from: "scores", to: "inbox" } };

describe("changes", () => {
  it("of a first deployment make everything and lose nothing", async () => {
    expect(told(changes({}, await of(endpoints, hops)))).toEqual([
      "make queue orders",
      "make queue inbox",
      "make queue retail--orders--dead",
      "make queue retail--inbox--dead",
      "make function retail--export",
      "make event-source retail--export",
      "make role retail--export",
      "make log retail--export",
      "make pool-member retail--export",
      "make function retail--return",
      "make account hop--retail--return",
      "make role retail--return",
      "make topic scores",
      "make topic retail--return--dead",
      "make subscription retail--return",
      "make account hopspan--push--retail",
      "make account hopspan--build--retail",
      "make build hopspan--retail",
      "make pool hopspan--retail",
      "make provider aws-111122223333",
      "make stack retail",
      "make alarm-topic retail--alarms",
      "make alarm retail--age",
      "make alarm retail--dead-letters",
      "make alarm retail--errors",
      "make alarm retail--throttles",
      "make alarm retail--reconciliation",
      "make dashboard retail",
      "make alarm retail--age-900",
      "make alarm retail--dead-letters",
      "make alarm retail--pushes",
      "make alarm retail--reconciliation",
      "make metric hopspan-retail-settled",
      "make metric hopspan-retail-failures",
      "make log hopspan-retail-requests",
      "make dashboard Hopspan retail",
      "make services retail-analytics",
      "make state retail",
    ]);
  });

  it("of the same deployment are none", async () => {
    expect(changes(await of(endpoints, hops), await of(endpoints, hops))).toEqual([]);
  });

  it("of settings are in place, and name them", async () => {
    const slower = { ...hops, export: { ...hops.export, function: { timeoutSeconds: 60 } } };
    expect(told(changes(await of(endpoints, hops), await of(endpoints, slower)))).toEqual([
      "change queue orders, visibilityTimeoutSeconds",
      "change function retail--export, timeoutSeconds",
    ]);
  });

  it("of a hop's name lose what waits in its subscription and its dead letters", async () => {
    const renamed = { export: hops.export, back: hops.return };
    expect(told(changes(await of(endpoints, hops), await of(endpoints, renamed)))).toEqual([
      "make function retail--back",
      "make account hop--retail--back",
      "make role retail--back",
      "make topic retail--back--dead",
      "make subscription retail--back",
      "change alarm retail--age-900, watches",
      "change alarm retail--dead-letters, watches",
      "change alarm retail--pushes, watches",
      "change alarm retail--reconciliation, watches",
      "change log hopspan-retail-requests, leavesOut",
      "change dashboard Hopspan retail, rows",
      "remove function retail--return",
      "remove account hop--retail--return",
      "remove role retail--return",
      "remove topic retail--return--dead, loses topic retail--return--dead: the dead letters in its subscription, and the subscriptions of others",
      "remove subscription retail--return, loses subscription retail--return: the messages that wait in it",
    ]);
  });

  it("of a queue's key lose what waits under the old one, in the queue and its dead letters", async () => {
    const keyed = (end?: string) =>
      end === undefined
        ? endpoints
        : {
            ...endpoints,
            orders: {
              ...queue("orders"),
              kmsKey: `arn:aws:kms:eu-west-1:111122223333:key/${end.repeat(8)}-12ab-34cd-56ef-1234567890ab`,
            },
          };
    const lost = async (from?: string, to?: string) =>
      changes(await of(keyed(from), hops), await of(keyed(to), hops)).flatMap(({ loss }) => loss ?? []);
    const both = ["orders", "retail--orders--dead"].map(
      (name) =>
        `queue ${name}: what waits under its old key, which nobody can read then: let the queue run empty first`,
    );
    expect(await lost("1", "2")).toEqual(both);
    expect(await lost("1")).toEqual(both);
    expect(await lost(undefined, "1")).toEqual([]);
    expect(await lost("1", "1")).toEqual([]);
  });

  it("of a stage that begins to take from a queue of others lose messages for these, once", async () => {
    const shared = { ...endpoints, orders: { sqs: "theirs", existing: true }, more: { sqs: "more", existing: true } };
    const to = async (from: string, stage?: string) => {
      const fabric = aFabric(shared, { export: { from, to: "scores" }, return: { from: "scores", to: "inbox" } });
      return inventory(await deployment(staged(fabric, stage)));
    };
    const lost = (made: Inventory, after: Inventory, begun?: Inventory) =>
      changes(made, after, begun)
        .filter(({ thing }) => thing.kind === "event-source")
        .flatMap(({ address: at, loss }) => (loss === undefined ? [] : [`${at} ${loss}`]));
    const [address, name] = ["aws/event-source/111122223333/eu-west-1", "retail-at-test--export"];
    const told = (queue: string) => [
      `${address}/${name} event source ${name}: for others, each message of queue ${queue} that this stage takes`,
    ];
    const test = await to("orders", "test");
    expect(lost({}, test)).toEqual(told("theirs"));
    expect(lost({}, test, test)).toEqual(told("theirs"));
    expect(lost(test, test)).toEqual([]);
    expect(lost(test, await to("more", "test"))).toEqual(told("more"));
    expect(lost({}, await to("orders"))).toEqual([]);
  });

  it("of an order that is fixed replace a subscription", async () => {
    const ordered = { ...endpoints, scores: topic("scores", true) };
    expect(told(changes(await of(endpoints, hops), await of(ordered, hops)))).toEqual([
      "change function retail--export, link.targets",
      "change function retail--return, link.source",
      "change topic scores, ordered, region",
      "replace subscription retail--return, ordered, loses subscription retail--return: the messages that wait in it",
    ]);
  });

  it("of an endpoint that goes lose what is in it", async () => {
    const { orders, scores } = endpoints;
    expect(told(changes(await of(endpoints, hops), await of({ orders, scores }, { export: hops.export })))).toEqual([
      "change alarm retail--dead-letters, watches",
      "change dashboard Hopspan retail, rows",
      "change services retail-analytics, service artifactregistry, service cloudbuild, service cloudfunctions, service logging, service run, service storage",
      "remove queue inbox, loses queue inbox: the messages in it",
      "remove queue retail--inbox--dead, loses queue retail--inbox--dead: the messages in it",
      "remove function retail--return",
      "remove account hop--retail--return",
      "remove role retail--return",
      "remove topic retail--return--dead, loses topic retail--return--dead: the dead letters in its subscription, and the subscriptions of others",
      "remove subscription retail--return, loses subscription retail--return: the messages that wait in it",
      "remove account hopspan--push--retail",
      "remove account hopspan--build--retail",
      "remove build hopspan--retail",
      "remove alarm retail--age-900",
      "remove alarm retail--dead-letters",
      "remove alarm retail--pushes",
      "remove alarm retail--reconciliation",
      "remove metric hopspan-retail-settled",
      "remove metric hopspan-retail-failures",
      "remove log hopspan-retail-requests",
    ]);
  });

  it("of an endpoint's name lose what is behind it, though that is called the same", async () => {
    const renamed = { incoming: queue("orders"), scores: topic("scores"), inbox: queue("inbox") };
    const after = await of(renamed, { ...hops, export: { from: "incoming", to: "scores" } });
    expect(told(changes(await of(endpoints, hops), after))).toEqual([
      "replace queue orders, endpoint, deadLetters, loses queue orders: the messages in it",
      "make queue retail--incoming--dead",
      "change function retail--export, from, link.source, link.deadLetters",
      "change role retail--export, may on sqs retail--orders--dead, may on sqs retail--incoming--dead",
      "change alarm retail--age, watches, seconds of orders, seconds of incoming",
      "change alarm retail--dead-letters, watches",
      "change alarm retail--reconciliation, watches",
      "remove queue retail--orders--dead, loses queue retail--orders--dead: the messages in it",
    ]);
  });

  it("of a time that things are kept lose what is older, and only where it becomes less", async () => {
    const kept = (retention: string) => of({ ...endpoints, orders: { sqs: "orders", retention } }, hops);
    expect(told(changes(await kept("2d"), await kept("1h")))).toEqual([
      "change queue orders, retentionSeconds, loses queue orders: what is older than 1h",
    ]);
    expect(told(changes(await kept("1h"), await kept("2d")))).toEqual(["change queue orders, retentionSeconds"]);
  });

  it("after a deployment that was stopped make what it may have left out, and lose what it may have left", async () => {
    const { orders, scores } = endpoints;
    const [all, less] = [await of(endpoints, hops), await of({ orders, scores }, { export: hops.export })];
    expect(told(changes({}, all, all)).every((line) => line.startsWith("make "))).toBe(true);
    expect(told(changes({}, less, all)).filter((line) => line.startsWith("remove "))).toEqual(
      told(changes(all, less)).filter((line) => line.startsWith("remove ")),
    );
    const ordered = await of({ ...endpoints, scores: topic("scores", true) }, hops);
    const replaced =
      "replace subscription retail--return, ordered, loses subscription retail--return: the messages that wait in it";
    expect(told(changes({}, all, ordered))).toContain(replaced);
    // Half changed, and changed back: nobody knows which of the two it is.
    expect(told(changes(all, all, ordered))).toContain(replaced);
  });

  it("say how each setting was, and where each thing is", async () => {
    const before = await of(endpoints, { ...hops, export: { ...hops.export, maxAge: "20m" } });
    const later = changes(before, await of(endpoints, { ...hops, export: { ...hops.export, maxAge: "1h" } }));
    expect(later).toMatchObject([
      {
        address: "aws/alarm/111122223333/eu-west-1/retail--age",
        where: ["111122223333", "eu-west-1"],
        was: { "seconds of orders": 1_200 },
        thing: { settings: { "seconds of orders": 3_600 } },
      },
    ]);
    const first = changes({}, await of(endpoints, hops));
    expect(new Set(first.map(({ where }) => where.join(" ")))).toEqual(
      new Set([
        "111122223333 eu-west-1",
        "retail-analytics",
        "retail-analytics europe-west1",
        "retail-analytics 111122223333",
        "retail-analytics hopspan--retail",
      ]),
    );
  });

  it("of where the file says that all is lose queues that go with their stack, though each has a place of its own", async () => {
    const at = async (region: string) => {
      const aws = { account: "111122223333", region };
      const near = { sqs: "near", region: "eu-west-1" };
      return inventory(await deployment(aFabric({ near, next: queue("next") }, {}, { aws })));
    };
    expect(told(changes(await at("eu-west-1"), await at("us-east-1")))).toContain(
      "replace queue near, stack, loses queue near: the messages in it",
    );
  });

  it("of a table's columns keep its rows where columns only come, and name what goes", () => {
    const table = (columns: object): Inventory => ({
      "gcp/table/p/shop.orders": {
        cloud: "gcp",
        kind: "table",
        name: "shop.orders",
        settings: { endpoint: "orders", ...columns },
      },
    });
    const from = table({ "column id": "STRING REQUIRED", "column at": "TIMESTAMP NULLABLE" });
    const to = (columns: object) => told(changes(from, table({ "column id": "STRING REQUIRED", ...columns })));
    const kept = { "column at": "TIMESTAMP NULLABLE" };
    expect(to({ ...kept, "column more": "STRING NULLABLE" })).toEqual(["change table shop.orders, column more"]);
    expect(to({ ...kept, "column id": "STRING NULLABLE" })).toEqual(["change table shop.orders, column id"]);
    expect(to({})).toEqual(["change table shop.orders, column at, loses table shop.orders: its columns at"]);
    for (const other of [
      { ...kept, "column more": "STRING REQUIRED" },
      { "column at": "DATE NULLABLE" },
      { "column at": "TIMESTAMP REQUIRED" },
    ])
      expect(to(other)).toEqual([expect.stringMatching(/^replace .*loses table shop.orders: its rows$/)]);
  });

  it("of what an older Hopspan has noted are only of what it knew", async () => {
    const after = await of(endpoints, hops);
    const older: Inventory = Object.fromEntries(
      Object.entries(after)
        .filter(([, { kind }]) => kind === "queue" || kind === "function" || kind === "subscription")
        .map(([address, { settings, ...thing }]) => {
          const { fifo = false, memoryMb = 1, ordered = false } = settings;
          const known = { queue: { fifo: !fifo }, function: { memoryMb }, subscription: { ordered } };
          return [
            address,
            { ...thing, older: true, settings: known[thing.kind as "queue" | "function" | "subscription"] },
          ];
        }),
    );
    expect(told(changes(older, after))).toEqual([
      "replace queue orders, fifo, loses queue orders: the messages in it",
      "replace queue inbox, fifo, loses queue inbox: the messages in it",
      "replace queue retail--orders--dead, fifo, loses queue retail--orders--dead: the messages in it",
      "replace queue retail--inbox--dead, fifo, loses queue retail--inbox--dead: the messages in it",
      "make topic scores",
      "make topic retail--return--dead",
    ]);
  });

  it("leave another stage alone", async () => {
    const fabric = aFabric(endpoints, hops);
    const [one, two] = await Promise.all(
      ["test", "prod"].map(async (stage) => inventory(await deployment(staged(fabric, stage)))),
    );
    // The project is there already, and the same for all.
    expect(Object.keys(one ?? {}).filter((address) => Object.hasOwn(two ?? {}, address))).toEqual([
      "gcp/services/retail-analytics",
    ]);
  });

  it("there and back are the same things", () => {
    const settings = fc.dictionary(fc.constantFrom("fifo", "a", "b"), fc.integer({ max: 2, min: 0 }));
    const thing = settings.map((each) => ({
      cloud: "aws" as const,
      kind: "queue" as const,
      name: "q",
      settings: each,
    }));
    const things = fc.dictionary(fc.constantFrom("x", "y", "z"), thing);
    fc.assert(
      fc.property(things, things, (before, after) => {
        const there = changes(before, after).map(({ address }) => address);
        expect(new Set(changes(after, before).map(({ address }) => address))).toEqual(new Set(there));
      }),
    );
  });
});
