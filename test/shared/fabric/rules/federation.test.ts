import { describe, expect, it } from "vitest";
import { poolProject } from "../../../../shared/fabric/rules/federation.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = { orders: queue("orders"), other: queue("other"), feed: topic("feed") };
const out = { from: "orders", to: "feed" };

describe("the project's number", () => {
  it("is asked for once, with all the hops that need it", () => {
    const hops = { out, more: { from: "other", to: "feed" }, back: { from: "feed", to: "other" } };
    expect(said(poolProject(aFabric(endpoints, hops)))).toEqual([
      'error PROJECT_NUMBER: hops out, more run on AWS and publish to Pub/Sub without a key, for which Google asks the project\'s number: add projectNumber: "DIGITS" to gcp (gcloud projects describe retail-analytics)',
    ]);
  });

  it("is not asked for where it is there, or where nothing on AWS publishes to Pub/Sub", () => {
    const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
    expect(poolProject(aFabric(endpoints, { out }, { gcp }))).toEqual([]);
    expect(
      poolProject(aFabric(endpoints, { copy: { from: "orders", to: "other" }, back: { from: "feed", to: "other" } })),
    ).toEqual([]);
  });
});
