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

  it("is asked for where Pub/Sub itself pushes or writes", () => {
    expect(said(poolProject(aFabric(endpoints, { back: { from: "feed", to: "other" } })))).toEqual([
      'error PROJECT_NUMBER: hop back takes from a topic, which Pub/Sub pushes, for which Google asks the project\'s number: add projectNumber: "DIGITS" to gcp (gcloud projects describe retail-analytics)',
    ]);
    const lands = { pubsub: "feed", landsIn: { gcs: { bucket: "shop" } } };
    expect(said(poolProject(aFabric({ feed: lands }, {})))).toEqual([
      'error PROJECT_NUMBER: topic feed lands where Pub/Sub writes, for which Google asks the project\'s number: add projectNumber: "DIGITS" to gcp (gcloud projects describe retail-analytics)',
    ]);
  });

  it("is not asked for where it is there, or where nothing is in Google Cloud", () => {
    const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
    expect(poolProject(aFabric(endpoints, { out }, { gcp }))).toEqual([]);
    expect(poolProject(aFabric(endpoints, { copy: { from: "orders", to: "other" } }))).toEqual([]);
  });
});
