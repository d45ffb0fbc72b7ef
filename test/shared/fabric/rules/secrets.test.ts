import { describe, expect, it } from "vitest";
import { unusableTransforms } from "../../../../shared/fabric/rules/transforms.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { aCiphertext, inAws, inBoth, inGoogle, MULTI_REGION_KEY } from "../../../support/wrapped-keys.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = {
  orders: queue("orders"),
  far: { sqs: "far", region: "us-east-1" },
  scores: topic("scores"),
  feed: topic("feed"),
};

/** A hop from these that opens and seals with one data key; problems with the keys that they are told at. */
const told = async (from: string | readonly string[], wrappedBy: object) => {
  const hop = { from, to: "feed", transforms: [{ decrypt: { fields: ["card"], with: "card-key" } }] };
  const fabric = aFabric(endpoints, { out: hop }, { secrets: { "card-key": { wrappedBy } } });
  return said(await unusableTransforms(fabric, transforms));
};

describe("a data key", () => {
  it("is wrapped for each cloud that its hop runs on, and may be for more", async () => {
    expect(await told(["orders", "scores"], inBoth.wrappedBy)).toEqual([]);
    expect(await told("orders", inBoth.wrappedBy)).toEqual([]);
    const way = "have one data key wrapped for both clouds, by hopspan wrap-key with --aws-key and --google-key";
    expect(await told("scores", inAws())).toEqual([
      `error SECRET_PLACE: secret card-key needs "gcp" in wrappedBy: hop out runs on Google Cloud, and no key there has wrapped it: ${way}`,
    ]);
    expect(await told(["orders", "scores"], inGoogle())).toEqual([
      `error SECRET_PLACE: secret card-key needs "aws" in wrappedBy: hop out runs on AWS, and no key there has wrapped it: ${way}`,
    ]);
  });

  it("has a ciphertext of its own, in each cloud", async () => {
    const secrets = {
      one: inBoth,
      two: { wrappedBy: inAws() },
      three: { wrappedBy: { ...inAws(aCiphertext(99)), ...inGoogle(aCiphertext(99)) } },
    };
    const names = Object.keys(secrets);
    const hop = { from: "orders", to: "feed", transforms: [{ decrypt: { fields: ["card"], with: names } }] };
    const way = "and one is good for one key and one secret alone: make another by hopspan wrap-key";
    expect(said(await unusableTransforms(aFabric(endpoints, { out: hop }, { secrets }), transforms))).toEqual([
      `error SAME_CIPHERTEXT: secret two has the ciphertext that one has in wrappedBy.aws, ${way}`,
      `error SAME_CIPHERTEXT: secret three has the ciphertext that three has in wrappedBy.aws, ${way}`,
    ]);
  });

  it("is unwrapped in the region of its key", async () => {
    expect(await told(["orders", "far"], inAws())).toEqual([
      "error KMS_REGION: secret card-key is read in us-east-1, where hop out runs, and its key is in eu-west-1: name a key of that region, or one of several regions (mrk-), and wrap a data key by it",
    ]);
  });

  it("is unwrapped by a replica, which has to be there, where its key is one of several regions", async () => {
    const wrappedBy = inAws(aCiphertext(), MULTI_REGION_KEY);
    expect(await told("orders", wrappedBy)).toEqual([]);
    expect(await told(["orders", "far"], wrappedBy)).toEqual([
      "note KMS_REPLICA: secret card-key is unwrapped in us-east-1, where hop out runs, by the replica there of its key in eu-west-1: see that there is one",
    ]);
  });
});
