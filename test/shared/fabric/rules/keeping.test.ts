import { describe, expect, it } from "vitest";
import { keys, retentions, subscribers } from "../../../../shared/fabric/rules/keeping.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const key = (region: string) => `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

describe("retentions", () => {
  it("leave dead letters some time of their own", () => {
    const fabric = aFabric({ a: { sqs: "a", retention: "13d" }, b: { sqs: "b", retention: "14d" } }, {});
    expect(said(retentions(fabric))).toEqual([
      "warning RETENTION: dead letters of b keep the age that they had, and go after 14d like the queue's own messages: use less than 14d",
    ]);
  });
});

describe("keys", () => {
  it("are of the queue's own region", () => {
    const fabric = aFabric(
      { a: { sqs: "a", kmsKey: key("eu-west-1") }, b: { sqs: "b", kmsKey: key("us-east-1") } },
      {},
    );
    expect(said(keys(fabric))).toEqual([
      "error KMS_REGION: queue b is in eu-west-1 and its key in us-east-1: name a key of the queue's own region",
    ]);
  });
});

describe("subscribers", () => {
  it("are there for every topic that the fabric makes and fills, or the topic keeps", () => {
    const fabric = aFabric(
      {
        in: queue("in"),
        heard: topic("heard"),
        kept: { pubsub: "kept", retention: "1d" },
        landed: { pubsub: "landed", landsIn: { gcs: { bucket: "objects" } } },
        theirs: { pubsub: "theirs", existing: true },
        lonely: topic("lonely"),
        out: queue("out"),
      },
      {
        spread: { from: "in", to: ["heard", "kept", "landed", "theirs", "lonely"] },
        back: { from: "heard", to: "out" },
      },
    );
    expect(said(subscribers(fabric))).toEqual([
      "warning UNHEARD: nothing in the fabric subscribes to topic lonely: what is published before a consumer does is gone, unless the topic has retention (as 1d)",
    ]);
  });
});
