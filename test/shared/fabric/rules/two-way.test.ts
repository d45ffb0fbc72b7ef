import { describe, expect, it } from "vitest";
import { circles } from "../../../../shared/fabric/rules/circles.ts";
import { deadEnds, opposites } from "../../../../shared/fabric/rules/two-way.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const ends = { x: topic("xxx"), y: topic("yyy"), z: topic("zzz"), q: queue("q"), r: queue("r") };
const twoWay = { there: { from: "x", to: "y", twoWayWith: "back" }, back: { from: "y", to: "x" } };

describe("a two-way bridge", () => {
  it("is no circle, whichever of the two hops names the other", () => {
    const fabric = aFabric(ends, twoWay);
    expect([circles(fabric), opposites(fabric), deadEnds(fabric)]).toEqual([[], [], []]);
    expect(fabric.hops.get("back")?.opposites).toEqual(["retail/there"]);
    expect(fabric.hops.get("there")?.opposites).toEqual(["retail/back"]);
  });

  it("may have others behind it", () => {
    const more = { out: { from: "y", to: "z" }, home: { from: "z", to: "y", twoWayWith: "out" } };
    expect(circles(aFabric(ends, { ...twoWay, ...more }))).toEqual([]);
  });

  it("leads back, from the one end of the other hop to its one beginning", () => {
    const told = (hops: object) => said(opposites(aFabric(ends, hops)));
    expect(told({ a: { from: "x", to: "y", twoWayWith: "b" }, b: { from: "y", to: "z" } })).toEqual([
      "error OPPOSITE: hop b does not lead back: name the hop from y to x",
    ]);
    expect(told({ a: { from: "x", to: "y" }, b: { from: "z", to: "x", twoWayWith: "a" } })).toEqual([
      "error OPPOSITE: hop b does not lead back: name the hop from y to x",
    ]);
    const several = { a: { from: "x", to: ["y", "z"], twoWayWith: "b" }, b: { from: ["y", "z"], to: "x" } };
    expect(told(several)).toEqual([
      "error OPPOSITE: hop b does not lead back: hop a has several ends: write a hop for each two of them, and one back",
    ]);
  });

  it("does not hide a way round that goes over neither of its hops twice", () => {
    const more = { on: { from: "y", to: "z" }, round: { from: "z", to: "x" } };
    expect(said(circles(aFabric(ends, { ...twoWay, ...more })))).toEqual([
      "error CIRCLE: messages would go round for ever, x -> y -> z -> x: take out one of the hops there, on, round",
    ]);
    const aside = { on: { from: "y", to: "z" }, off: { from: "z", to: "y" } };
    expect(said(circles(aFabric(ends, { ...twoWay, ...aside })))).toEqual([
      "error CIRCLE: messages would go round for ever, y -> z -> y: take out one of the hops on, off",
    ]);
  });

  it("names a hop that is there, and another", () => {
    const fabric = aFabric(ends, {
      there: { from: "x", to: "y", twoWayWith: ["bakc", "there", "other/back"] },
      back: { from: "y", to: "z" },
    });
    expect(said(opposites(fabric))).toEqual([
      "error UNKNOWN_HOP: hop bakc is not there: did you mean back?",
      "error OPPOSITE: hop there can't lead the other way of itself: name the other hop",
    ]);
    expect(fabric.hops.get("there")?.opposites).toEqual(["retail/bakc", "retail/there", "other/back"]);
  });

  it("does not end at a queue that the other way takes from", () => {
    const fabric = aFabric(ends, {
      there: { from: "q", to: "y", twoWayWith: "back" },
      back: { from: "y", to: "q" },
    });
    expect(said(deadEnds(fabric))).toEqual([
      "error DEAD_END: what hop back brings to queue q would be taken by hop there and dropped: lead it to another queue, or use a topic",
    ]);
  });
});
