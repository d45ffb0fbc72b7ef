import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, namesApart, slug } from "../../../infra/kubemq/names.ts";
import { ownName, queueName, topicName } from "../../../shared/fabric/names.ts";

describe("a name that is made", () => {
  it.each([
    ["Orders.Created", "orders-created"],
    ["e.*", "e-any"],
    ["e.>", "e-all"],
    [">", "all"],
    ["42nd", "channel-42nd"],
    ["Zürich--Büro_1", "zurich-buro-1"],
    ["日本", "channel"],
    ["", "channel"],
    ["x".repeat(50), "x".repeat(40)],
    [`${"x".repeat(39)}.y`, "x".repeat(39)],
  ])("of %s is %s", (text, expected) => {
    expect(slug([text], "channel")).toBe(expected);
  });

  it("is one that a fabric may have, and no other has", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 30 }), (texts) => {
        const apart = namesApart();
        const names = texts.map((text) => apart(slug([text], "channel")));
        expect(names.filter((name) => !ownName.safeParse(name).success)).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("gets a number where it is taken, within its length", () => {
    const apart = namesApart();
    const long = "x".repeat(40);
    expect(["a", "a", "a-2", "a", long, long].map(apart)).toEqual([
      "a",
      "a-2",
      "a-2-2",
      "a-3",
      long,
      `${"x".repeat(38)}-2`,
    ]);
  });
});

describe("an address", () => {
  it.each([
    ["sqs", "Orders_EU", "orders-eu", "Orders_EU"],
    ["sqs", "orders.eu", "orders-eu", "orders-eu"],
    ["sqs", "orders.fifo", "orders-fifo", "orders-fifo"],
    ["sqs", "shop--orders", "shop-orders", "shop-orders"],
    ["pubsub", "orders.eu", "orders-eu", "orders.eu"],
    ["pubsub", "a", "a", "topic-a"],
    ["pubsub", "google", "google", "topic-google"],
  ] as const)("on %s of channel %s is its own name where that is legal", (broker, channel, endpoint, expected) => {
    expect(addressOf(broker, channel, endpoint)).toBe(expected);
  });

  it("is always legal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const endpoint = slug([text], "channel");
        expect(queueName.safeParse(addressOf("sqs", text, endpoint)).success).toBe(true);
        expect(topicName.safeParse(addressOf("pubsub", text, endpoint)).success).toBe(true);
      }),
    );
  });
});
