import { describe, expect, it } from "vitest";
import { exampleCodes, exampleEnds } from "../../../../shared/fabric/rules/examples.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const ends = { orders: topic("orders"), returns: topic("returns"), inbox: queue("inbox"), audit: queue("audit") };
const hops = { h: { from: ["orders", "returns"], route: [{ when: "true", to: "inbox" }, { to: "audit" }] } };
const problems = (...examples: readonly object[]) => exampleEnds(aFabric(ends, hops, { examples: { h: examples } }));

describe("ends of examples", () => {
  it("are those of their hop", () => {
    const out = [{ to: "inbox" }, { to: "audit" }, { error: "NO_ROUTE" }, {}];
    expect(problems({ from: "returns", in: {}, out }, { in: {}, error: "NO_ROUTE" })).toEqual([]);
  });

  it("are told where the hop has no such end, at their line", () => {
    const found = problems({ from: "audit", in: {}, out: [{}, { to: "audti" }] });
    expect(said(found)).toEqual([
      "error EXAMPLE_END: endpoint audit is no end of the hop: hop h comes from orders, returns",
      "error EXAMPLE_END: endpoint audti is no end of the hop: did you mean audit?",
    ]);
    expect(found.map(({ line }) => line)).toEqual([28, 32]);
  });
});

describe("codes of examples", () => {
  const doubts = (...examples: readonly object[]) => exampleCodes(aFabric(ends, hops, { examples: { h: examples } }));

  it("may be any that are known, and any that are far from those, which a step of the operator's own may have", () => {
    const out = [{ error: "TOO_LARGE" }, { error: { code: "SOLD_OUT" } }, {}];
    expect(doubts({ in: {}, out }, { in: {}, error: "SCHEMA" }, { in: {}, error: { code: "INPUT" } })).toEqual([]);
  });

  it("are doubted where they are nearly one, at their line", () => {
    const found = doubts({ in: {}, error: "SCHMEA" }, { in: {}, out: [{}, { error: { code: "NOROUTE" } }] });
    expect(said(found)).toEqual([
      "warning EXAMPLE_CODE: no message is known to be given up with SCHMEA: did you mean SCHEMA?",
      "warning EXAMPLE_CODE: no message is known to be given up with NOROUTE: did you mean NO_ROUTE?",
    ]);
    expect(found.map(({ line }) => line)).toEqual([29, 34]);
  });
});
