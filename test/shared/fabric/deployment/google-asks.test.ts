import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { googleAsks } from "../../../../shared/fabric/deployment/google-asks.ts";
import { aCiphertext, GOOGLE_KEY, inGoogle } from "../../../support/wrapped-keys.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const theirs = (name: string, more: object = {}) => ({ pubsub: name, project: "elsewhere-1", existing: true, ...more });

describe("what owners of topics and keys have to give whoever deploys", () => {
  it("is a role for each thing that is done there", async () => {
    const endpoints = {
      scores: theirs("scores"),
      verdicts: theirs("verdicts"),
      rows: theirs("rows", { landsIn: { gcs: { bucket: "shop-rows" } } }),
      inbox: queue("inbox"),
      outbox: queue("outbox"),
    };
    const hops = { back: { from: "scores", to: "inbox" }, out: { from: "outbox", to: "verdicts" } };
    const topicOf = (name: string) => ({ kind: "topic", of: `projects/elsewhere-1/topics/${name}` });
    expect(googleAsks(await deployment(aFabric(endpoints, hops, { gcp })))).toEqual([
      { ...topicOf("scores"), role: "roles/pubsub.subscriber", why: "attaches a subscription" },
      { ...topicOf("verdicts"), role: "roles/pubsub.admin", why: "makes functions publishers there" },
      { ...topicOf("rows"), role: "roles/pubsub.subscriber", why: "attaches a subscription" },
    ]);
  });

  it("is the right to let functions unwrap with a key, once for each key of another project", async () => {
    const theirs = GOOGLE_KEY.replace("retail-analytics", "elsewhere-1");
    const names = ["here", "there", "there-too"];
    const keyOf = (name: string) => (name === "here" ? GOOGLE_KEY : theirs);
    const secrets = Object.fromEntries(
      names.map((name) => [name, { wrappedBy: inGoogle(aCiphertext(), keyOf(name)) }]),
    );
    const opened = [{ decrypt: { fields: ["card"], with: names } }];
    const hops = { back: { from: "scores", to: "inbox", transforms: opened } };
    const fabric = aFabric({ scores: topic("scores"), inbox: queue("inbox") }, hops, { gcp, secrets });
    expect(googleAsks(await deployment(fabric))).toEqual([
      { kind: "key", of: theirs, role: "roles/cloudkms.admin", why: "lets functions unwrap with it" },
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
