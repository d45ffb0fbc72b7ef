import { describe, expect, it } from "vitest";
import { orderEnds, orderMissing, orderMixed } from "../../../../shared/fabric/rules/order.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = {
  fifo: queue("a.fifo"),
  fifo2: queue("b.fifo"),
  plain: queue("plain"),
  ordered: topic("ordered", true),
  loose: topic("loose"),
};

describe("order", () => {
  it("goes from FIFO queues to ordered topics and back, and nothing is to be said where there is none", () => {
    const fabric = aFabric(endpoints, {
      out: { from: "fifo", to: "ordered" },
      back: { from: "ordered", to: "fifo2" },
      free: { from: "plain", to: "loose" },
    });
    expect([orderEnds, orderMissing, orderMixed].flatMap((rule) => rule(fabric))).toEqual([]);
  });

  it("ends at a target that keeps none", () => {
    const fabric = aFabric(endpoints, {
      out: { from: "fifo", to: ["loose", "ordered"] },
      on: { from: "ordered", to: "plain" },
    });
    expect(said(orderEnds(fabric))).toEqual([
      "warning ORDER_ENDS: order ends at loose: hop out leads from a FIFO queue to an unordered topic; set ordered: true, or live without",
      "warning ORDER_ENDS: order ends at plain: hop on leads from an ordered topic to a standard queue; name a queue that ends in .fifo, or live without",
    ]);
  });

  it("can't be kept where there is none", () => {
    const fabric = aFabric(endpoints, { out: { from: "plain", to: "ordered" }, on: { from: "loose", to: "fifo" } });
    expect(said(orderMissing(fabric))).toEqual([
      "warning NO_ORDER: there is no order to keep: hop out leads from plain, a standard queue, to ordered, an ordered topic",
      "warning NO_ORDER: there is no order to keep: hop on leads from loose, an unordered topic, to fifo, a FIFO queue",
    ]);
  });

  it("holds per source, within a hop and over several", () => {
    const within = aFabric(endpoints, { out: { from: ["fifo", "fifo2"], to: "ordered" } });
    const across = aFabric(endpoints, { one: { from: "fifo", to: "fifo2" }, two: { from: "ordered", to: "fifo2" } });
    expect(said([...orderMixed(within), ...orderMixed(across)])).toEqual([
      "warning MIXED_ORDER: order holds per source: what fifo and fifo2 send under one key reaches ordered mixed",
      "warning MIXED_ORDER: order holds per source: what fifo and ordered send under one key reaches fifo2 mixed",
    ]);
  });
});
