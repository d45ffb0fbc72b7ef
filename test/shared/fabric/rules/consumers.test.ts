import { describe, expect, it } from "vitest";
import { duplicateLinks, oneConsumer, repeatedEnds, selfHops } from "../../../../shared/fabric/rules/consumers.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = { orders: queue("orders"), scores: topic("scores"), a: topic("topic-a"), b: queue("b") };

describe("one consumer", () => {
  it("takes from each queue, and any number from a topic", () => {
    const fabric = aFabric(endpoints, {
      one: { from: "orders", to: ["a", "b"] },
      two: { from: "scores", to: "a" },
      three: { from: "scores", to: "b" },
    });
    expect(oneConsumer(fabric)).toEqual([]);
  });

  it("is what a second hop from a queue would break", () => {
    const fabric = aFabric(endpoints, {
      one: { from: "orders", to: "a" },
      two: { from: ["scores", "orders"], to: "b" },
    });
    expect(said(oneConsumer(fabric))).toEqual([
      "error ONE_CONSUMER: queue orders already feeds hop one, and a queue has one consumer: write one hop with to: [...]",
    ]);
  });
});

describe("a hop", () => {
  it("leads somewhere else, naming each end once", () => {
    const fabric = aFabric(endpoints, { one: { from: ["orders", "scores"], to: ["a", "b"] } });
    expect([...selfHops(fabric), ...repeatedEnds(fabric)]).toEqual([]);
  });

  it("may not lead to where it comes from", () => {
    const fabric = aFabric(endpoints, { one: { from: ["orders", "scores"], to: ["a", "scores"] } });
    expect(said(selfHops(fabric))).toEqual([
      "error SELF_HOP: hop one leads from scores to itself: a message would go round for ever",
    ]);
  });

  it("may not name an end twice", () => {
    const fabric = aFabric(endpoints, { one: { from: ["orders", "orders"], to: ["a", "b", "a"] } });
    expect(said(repeatedEnds(fabric))).toEqual([
      "error REPEATED_END: orders stands twice in from of hop one: keep one",
      "error REPEATED_END: a stands twice in to of hop one: keep one",
    ]);
  });
});

describe("duplicate links", () => {
  it("are none where hops from one topic lead to different targets", () => {
    const fabric = aFabric(endpoints, { one: { from: "scores", to: "a" }, two: { from: "scores", to: "b" } });
    expect(duplicateLinks(fabric)).toEqual([]);
  });

  it("are an error where they do the same, a warning where their transforms differ", () => {
    const fabric = aFabric(endpoints, {
      one: { from: "scores", to: "a", transforms: [{ "keep-when": "true" }] },
      two: { from: "scores", to: "a", transforms: [{ "keep-when": "true" }] },
      three: { from: "scores", to: "a" },
    });
    expect(said(duplicateLinks(fabric))).toEqual([
      "error DUPLICATE_LINK: scores -> a is already joined by hop one: keep one of the two",
      "warning DUPLICATE_LINK: scores -> a is also joined by hop one: a message that both let through arrives twice",
    ]);
  });
});
