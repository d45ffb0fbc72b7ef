import { describe, expect, it } from "vitest";
import { claimBuckets, claimLifetimes, claimsAlone } from "../../../../shared/fabric/rules/claims.ts";
import { aFabric, said } from "../a-fabric.ts";

const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const claim = (bucket: string, more: object = {}) => ({ claimCheck: { bucket, ...more } });
const wrong = (a: string, b: string, bucket = "b12") =>
  `error CLAIMS: bucket ${bucket} is named by ${a} and ${b}, which want it in two ways: give both the same existing, keep, place and key, or name another bucket`;

describe("a bucket of claim checks", () => {
  it("may be shared by endpoints that want the same of it, by prefix or not", () => {
    const fabric = aFabric(
      {
        a: { sqs: "a", ...claim("b12", { prefix: "a/" }) },
        b: { sqs: "b", ...claim("b12", { prefix: "b/", aboveBytes: 5_000, keep: "14d" }) },
        c: { pubsub: "topic-c", ...claim("b12") },
        d: { sqs: "d", ...claim("b99", { existing: true, keep: "14d" }) },
        e: { sqs: "e", region: "us-east-1", ...claim("b99", { existing: true, keep: "20d" }) },
      },
      {},
    );
    expect(claimBuckets(fabric)).toEqual([]);
  });

  it.each([
    ["keep", { ...claim("b12", { keep: "15d" }) }],
    ["existing", { ...claim("b12", { existing: true }) }],
    ["region", { region: "us-east-1", ...claim("b12") }],
    ["account", { account: "444455556666", ...claim("b12") }],
    ["key", { kmsKey, ...claim("b12") }],
  ])("is not made in two ways: another %s", (_, other) => {
    const fabric = aFabric({ a: { sqs: "a", ...claim("b12") }, b: { sqs: "b", ...other } }, {});
    expect(said(claimBuckets(fabric))).toEqual([wrong("a", "b")]);
  });

  it("holds nothing else that the fabric knows of", () => {
    const fabric = aFabric(
      {
        a: { sqs: "a", ...claim("uploads") },
        b: { sqs: "b", fedBy: { s3: { bucket: "uploads" } } },
        c: { pubsub: "topic-c", landsIn: { gcs: { bucket: "archive" } } },
        d: { pubsub: "topic-d", ...claim("archive") },
        e: { pubsub: "topic-e", ...claim("uploads") },
        f: { pubsub: "topic-f", ...claim("states") },
      },
      {},
      { state: { gcs: { bucket: "states" } } },
    );
    expect(said(claimsAlone(fabric))).toEqual([
      "error CLAIMS: bucket uploads can't hold the bodies of a, which go after a while: b is fed from it; name another one",
      "error CLAIMS: bucket archive can't hold the bodies of d, which go after a while: c lands in it; name another one",
      "error CLAIMS: bucket states can't hold the bodies of f, which go after a while: terraform's state is there; name another one",
    ]);
  });

  it("is not terraform's in S3 either", () => {
    const fabric = aFabric({ a: { sqs: "a", ...claim("states") } }, {}, { state: { s3: { bucket: "states" } } });
    expect(said(claimsAlone(fabric))[0]).toContain("terraform's state is there");
  });

  it("keeps bodies as long as their messages, or says that it does not", () => {
    const fabric = aFabric(
      {
        a: { sqs: "a", ...claim("b1x", { keep: "3d" }) },
        b: { sqs: "b.fifo", ...claim("b2x", { keep: "18d" }) },
        c: { pubsub: "topic-c", retention: "10d", ...claim("b3x", { keep: "40d" }) },
        d: { pubsub: "topic-d", ...claim("b4x") },
        e: { sqs: "e", ...claim("b5x", { existing: true, keep: "20d" }) },
      },
      {},
    );
    expect(said(claimLifetimes(fabric))).toEqual([
      "warning CLAIMS_KEEP: bodies of a go after 3d and its messages can wait for 14d, dead letters included: use 14d or more",
      "warning CLAIMS_KEEP: bodies of c go after 40d and its messages can wait for 41d, dead letters included: use 41d or more",
      "note CLAIMS_EXISTING: bodies in bucket b5x go when its owner's lifecycle says so: see to it that they stay for 20d or more",
    ]);
  });
});
