import { describe, expect, it } from "vitest";
import { chains } from "../../../../shared/fabric/rules/chains.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

/** `links` hops in a row between topics, t0 to t<links>. */
const row = (links: number, more: object = {}, hops: object = {}) => {
  const names = Array.from({ length: links + 1 }, (_, at) => `t${at}`);
  const steps = names.slice(1).map((name, at) => [`h${at}`, { from: `t${at}`, to: name }]);
  return aFabric(
    { ...Object.fromEntries(names.map((name) => [name, topic(`topic-${name}`)])), ...more },
    { ...Object.fromEntries(steps), ...hops },
  );
};

describe("chains", () => {
  it("may be as long as a trail", () => {
    expect(chains(row(32))).toEqual([]);
  });

  it("may not be one link longer, and it is told once", () => {
    expect(said(chains(row(34)))).toEqual([
      "error LONG_CHAIN: a message reaches t33 by hop h32 over 33 links, and at most 32 are allowed: shorten the chain",
    ]);
  });

  it("count a splitter as a link", () => {
    const splitter = { start: queue("start"), side: topic("side") };
    expect(chains(row(30, splitter, { in: { from: "start", to: ["t0", "side"] } }))).toEqual([]);
    expect(said(chains(row(31, splitter, { in: { from: "start", to: ["t0", "side"] } })))).toEqual([
      "error LONG_CHAIN: a message reaches t31 by hop h30 over 33 links, and at most 32 are allowed: shorten the chain",
    ]);
  });

  it("count the longest of several ways", () => {
    expect(said(chains(row(33, {}, { short: { from: "t0", to: "t32" } })))).toEqual([
      "error LONG_CHAIN: a message reaches t33 by hop h32 over 33 links, and at most 32 are allowed: shorten the chain",
    ]);
  });

  it("come to an end in a circle", () => {
    expect(chains(row(40, {}, { back: { from: "t40", to: "t0" } }))).toEqual([]);
  });
});
