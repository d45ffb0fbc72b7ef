import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { googleAsks } from "../../../../shared/fabric/deployment/google-asks.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const theirs = (name: string, more: object = {}) => ({ pubsub: name, project: "elsewhere-1", existing: true, ...more });

describe("what owners of topics have to give whoever deploys", () => {
  it("is a role for each thing that is done there", async () => {
    const endpoints = {
      scores: theirs("scores"),
      verdicts: theirs("verdicts"),
      rows: theirs("rows", { landsIn: { gcs: { bucket: "shop-rows" } } }),
      inbox: queue("inbox"),
      outbox: queue("outbox"),
    };
    const hops = { back: { from: "scores", to: "inbox" }, out: { from: "outbox", to: "verdicts" } };
    const topicOf = (name: string) => `projects/elsewhere-1/topics/${name}`;
    expect(googleAsks(await deployment(aFabric(endpoints, hops, { gcp })))).toEqual([
      { topic: topicOf("scores"), role: "roles/pubsub.subscriber", why: "attaches a subscription" },
      { topic: topicOf("verdicts"), role: "roles/pubsub.admin", why: "makes functions publishers there" },
      { topic: topicOf("rows"), role: "roles/pubsub.subscriber", why: "attaches a subscription" },
    ]);
  });

  it("is nothing in the fabric's own project, nor for topics that it makes elsewhere", async () => {
    const endpoints = {
      near: { pubsub: "near", existing: true },
      made: { ...topic("made"), project: "elsewhere-1" },
      inbox: queue("inbox"),
    };
    const hops = { a: { from: "near", to: "made" }, b: { from: "made", to: "inbox" } };
    expect(googleAsks(await deployment(aFabric(endpoints, hops, { gcp })))).toEqual([]);
  });
});
