import { describe, expect, it } from "vitest";
import { circles } from "../../../../shared/fabric/rules/circles.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = { a: queue("a"), b: topic("bbb"), c: queue("c"), d: topic("ddd"), e: queue("e") };

describe("circles", () => {
  it("are none where ways part and meet again", () => {
    const fabric = aFabric(endpoints, { one: { from: "a", to: ["b", "c"] }, two: { from: ["b", "c"], to: "d" } });
    expect(circles(fabric)).toEqual([]);
  });

  it("are found over several hops and both clouds, with the whole way", () => {
    const fabric = aFabric(endpoints, {
      out: { from: "a", to: "b" },
      on: { from: "b", to: ["c", "e"] },
      back: { from: "c", to: ["d", "a"] },
    });
    expect(said(circles(fabric))).toEqual([
      "error CIRCLE: messages would go round for ever, a -> b -> c -> a: take out one of the hops out, on, back",
    ]);
  });

  it("are found behind an entrance, and each by itself", () => {
    const fabric = aFabric(endpoints, {
      in: { from: "a", to: "b" },
      there: { from: "b", to: "c" },
      back: { from: "c", to: "b" },
      aside: { from: "d", to: "e" },
      home: { from: "e", to: "d" },
    });
    expect(said(circles(fabric))).toEqual([
      "error CIRCLE: messages would go round for ever, b -> c -> b: take out one of the hops there, back",
      "error CIRCLE: messages would go round for ever, d -> e -> d: take out one of the hops aside, home",
    ]);
  });

  it("leave a hop to itself to another rule", () => {
    expect(circles(aFabric(endpoints, { self: { from: "b", to: "b" } }))).toEqual([]);
  });

  it("are found at the end of a chain of thousands of hops", () => {
    const names = Array.from({ length: 3_000 }, (_, at) => `q${at}`);
    const hops = names.map((name, at) => [`h${at}`, { from: name, to: names[at + 1] ?? "q2990" }]);
    const fabric = aFabric(Object.fromEntries(names.map((name) => [name, queue(name)])), Object.fromEntries(hops));
    expect(said(circles(fabric))).toEqual([
      "error CIRCLE: messages would go round for ever, q2990 -> q2991 -> q2992 -> q2993 -> q2994 -> q2995 -> q2996 -> q2997 -> q2998 -> q2999 -> q2990: take out one of the hops h2990, h2991, h2992, h2993, h2994, h2995, h2996, h2997, h2998, h2999",
    ]);
  });
});
