import { describe, expect, it } from "vitest";
import { derivedNames, sharedAddresses } from "../../../../shared/fabric/rules/addresses.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

describe("addresses", () => {
  it("are told apart by region, account and project", () => {
    const fabric = aFabric(
      {
        a: queue("orders"),
        b: { ...queue("orders"), region: "us-east-1" },
        c: { ...queue("orders"), account: "444455556666" },
        d: topic("orders"),
        e: { ...topic("orders"), project: "other-project" },
      },
      {},
    );
    expect(sharedAddresses(fabric)).toEqual([]);
  });

  it("belong to one endpoint each", () => {
    const fabric = aFabric(
      { a: queue("orders"), b: queue("orders"), c: topic("feed"), d: { ...topic("feed"), region: "us-central1" } },
      {},
    );
    expect(said(sharedAddresses(fabric))).toEqual([
      "error SAME_ADDRESS: endpoint b is the very queue orders in 111122223333, eu-west-1 that a is: keep one of the two",
      "error SAME_ADDRESS: endpoint d is the very topic feed in retail-analytics that c is: keep one of the two",
    ]);
  });
});

describe("derived names", () => {
  it("fit beside each other where hops and endpoints share names", () => {
    const fabric = aFabric(
      { orders: queue("orders"), dead: topic("dead"), split: topic("split"), inbox: queue("inbox") },
      { orders: { from: "orders", to: "dead" }, dead: { from: "dead", to: ["split", "inbox"] } },
    );
    expect(derivedNames(fabric)).toEqual([]);
  });

  it("may not take what an endpoint of the file has", () => {
    const fabric = aFabric(
      {
        orders: queue("orders"),
        feed: topic("feed"),
        mine: queue("retail--orders--dead"),
        back: topic("retail--on--dead"),
      },
      { export: { from: "orders", to: "feed" }, on: { from: "feed", to: "mine" } },
    );
    expect(said(derivedNames(fabric))).toEqual([
      "error DERIVED_NAME: endpoint orders needs queue retail--orders--dead in 111122223333, eu-west-1, which is taken: rename the endpoint",
      "error DERIVED_NAME: hop on needs topic retail--on--dead in retail-analytics, which is taken: rename the hop",
    ]);
  });

  it("stay apart where names in a row would read alike: inner queues, subscriptions, dead letters", () => {
    const fabric = aFabric(
      {
        one: queue("one"),
        two: queue("two"),
        feed: topic("feed"),
        "b-to-c": topic("b-to-c"),
        c: topic("topic-c"),
        d: topic("topic-d"),
      },
      {
        a: { from: "one", to: ["b-to-c", "d"] },
        "a-to-b": { from: "two", to: ["c", "d"] },
        x: { from: "feed", to: ["c", "d"] },
        "x-c": { from: "feed", to: "b-to-c" },
      },
    );
    expect(derivedNames(fabric)).toEqual([]);
  });

  it("may not give two links one name", () => {
    const fabric = aFabric(
      { one: queue("one"), split: topic("split"), d: topic("topic-d") },
      { a: { from: "one", to: ["split", "d"] } },
    );
    expect(said(derivedNames(fabric))).toEqual([
      "error DERIVED_NAME: hop a needs link retail/a.split, which is taken: rename the hop",
    ]);
  });

  it("leave out hops with ends that are not there", () => {
    expect(derivedNames(aFabric({ one: queue("one") }, { a: { from: "one", to: "nowhere" } }))).toEqual([]);
  });
});
