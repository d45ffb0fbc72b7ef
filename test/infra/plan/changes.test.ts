import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changes as changesOf } from "../../../infra/plan/changes.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { type Inventory, inventory } from "../../../shared/fabric/deployment/inventory.ts";
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
      "make function retail--return",
      "make topic scores",
      "make topic retail--return--dead",
      "make subscription retail--return",
    ]);
  });

  it("of the same deployment are none", async () => {
    expect(changes(await of(endpoints, hops), await of(endpoints, hops))).toEqual([]);
  });

  it("of settings are in place, and name them", async () => {
    const slower = { ...hops, export: { ...hops.export, function: { timeoutSeconds: 60 } } };
    expect(told(changes(await of(endpoints, hops), await of(endpoints, slower)))).toEqual([
      "change queue orders, visibilityTimeoutSeconds",
      "change function retail--export, link, timeoutSeconds",
    ]);
  });

  it("of a hop's name lose what waits in its subscription and its dead letters", async () => {
    const renamed = { export: hops.export, back: hops.return };
    expect(told(changes(await of(endpoints, hops), await of(endpoints, renamed)))).toEqual([
      "make function retail--back",
      "make topic retail--back--dead",
      "make subscription retail--back",
      "remove function retail--return",
      "remove topic retail--return--dead, loses topic retail--return--dead: what it keeps, and the subscriptions of others",
      "remove subscription retail--return, loses subscription retail--return: the messages that wait in it",
    ]);
  });

  it("of an order that is fixed replace a subscription", async () => {
    const ordered = { ...endpoints, scores: topic("scores", true) };
    expect(told(changes(await of(endpoints, hops), await of(ordered, hops)))).toEqual([
      "change function retail--export, link",
      "change function retail--return, link",
      "change topic scores, ordered, region",
      "replace subscription retail--return, ordered, loses subscription retail--return: the messages that wait in it",
    ]);
  });

  it("of an endpoint that goes lose what is in it", async () => {
    const { orders, scores } = endpoints;
    expect(told(changes(await of(endpoints, hops), await of({ orders, scores }, { export: hops.export })))).toEqual([
      "remove queue inbox, loses queue inbox: the messages in it",
      "remove queue retail--inbox--dead, loses queue retail--inbox--dead: the messages in it",
      "remove function retail--return",
      "remove topic retail--return--dead, loses topic retail--return--dead: what it keeps, and the subscriptions of others",
      "remove subscription retail--return, loses subscription retail--return: the messages that wait in it",
    ]);
  });

  it("of an endpoint's name lose what is behind it, though that is called the same", async () => {
    const renamed = { incoming: queue("orders"), scores: topic("scores"), inbox: queue("inbox") };
    const after = await of(renamed, { ...hops, export: { from: "incoming", to: "scores" } });
    expect(told(changes(await of(endpoints, hops), after))).toEqual([
      "replace queue orders, endpoint, deadLetters, loses queue orders: the messages in it",
      "make queue retail--incoming--dead",
      "change function retail--export, link",
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

  it("leave another stage alone", async () => {
    const fabric = aFabric(endpoints, hops);
    const [one, two] = await Promise.all(
      ["test", "prod"].map(async (stage) => inventory(await deployment(staged(fabric, stage)))),
    );
    expect(Object.keys(one ?? {}).filter((address) => Object.hasOwn(two ?? {}, address))).toEqual([]);
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
