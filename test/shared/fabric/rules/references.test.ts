import { describe, expect, it } from "vitest";
import { readText } from "../../../../shared/fabric/read.ts";
import { unknownEndpoints, unknownHops, unusedEndpoints } from "../../../../shared/fabric/rules/references.ts";
import { aFabric, aFile, queue, said, topic } from "../a-fabric.ts";

const sound = aFabric(
  { orders: queue("orders"), feed: topic("feed") },
  { export: { from: "orders", to: "feed" } },
  { examples: { export: [{ in: {}, out: [] }] } },
);

/** A file with an endpoint and a hop that can't be read: what is left of it. */
const partly = readText(
  aFile({
    endpoints: { orders: queue("not a queue"), feed: topic("feed"), spare: topic("spare") },
    hops: { export: { from: "orders", to: "feed" }, other: { from: "spare" } },
    examples: { other: [] },
  }),
  "fabric.yaml",
).fabric;

describe("references", () => {
  it("have nothing to say of a sound fabric", () => {
    expect([unknownEndpoints, unusedEndpoints, unknownHops].flatMap((rule) => rule(sound))).toEqual([]);
  });

  it("tell of endpoints that are not there, with the one that was meant, on both sides of a hop", () => {
    const fabric = aFabric(
      { orders: queue("orders"), feed: topic("feed") },
      { export: { from: ["ordrs", "orders"], to: ["feed", "archive"] } },
    );
    expect(said(unknownEndpoints(fabric))).toEqual([
      "error UNKNOWN_ENDPOINT: endpoint ordrs is not there: did you mean orders?",
      "error UNKNOWN_ENDPOINT: endpoint archive is not there: declare it under endpoints",
    ]);
  });

  it("warn of endpoints that no hop uses", () => {
    const fabric = aFabric(
      { orders: queue("orders"), feed: topic("feed"), spare: topic("spare") },
      { export: { from: "orders", to: "feed" } },
    );
    expect(said(unusedEndpoints(fabric))).toEqual([
      "warning UNUSED_ENDPOINT: endpoint spare is used by no hop: add a hop or leave it out",
    ]);
  });

  it("do not warn of a topic that lands what others publish", () => {
    const landing = { ...topic("visits"), landsIn: { bigquery: { table: "raw.visits" } } };
    const fabric = aFabric(
      { orders: queue("orders"), feed: topic("feed"), visits: landing },
      { export: { from: "orders", to: "feed" } },
    );
    expect(said(unusedEndpoints(fabric))).toEqual([]);
  });

  it("tell of examples for hops that are not there", () => {
    const fabric = aFabric(
      { orders: queue("orders"), feed: topic("feed") },
      { export: { from: "orders", to: "feed" } },
      { examples: { exprot: [] } },
    );
    expect(said(unknownHops(fabric))).toEqual(["error UNKNOWN_HOP: hop exprot is not there: did you mean export?"]);
  });

  it("suggest no hop that only has a short name", () => {
    const fabric = aFabric(
      { orders: queue("orders"), feed: topic("feed") },
      { a: { from: "orders", to: "feed" } },
      { examples: { zz: [] } },
    );
    expect(said(unknownHops(fabric))).toEqual(["error UNKNOWN_HOP: hop zz is not there: declare it under hops"]);
  });

  it("are silent about names whose entries are there and can't be read", () => {
    expect(partly && [unknownEndpoints, unusedEndpoints, unknownHops].flatMap((rule) => rule(partly))).toEqual([]);
  });
});
