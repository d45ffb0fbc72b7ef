import { describe, expect, it } from "vitest";
import { longestWait } from "../../../shared/fabric/claims.ts";
import { staged } from "../../../shared/fabric/staged.ts";
import { aFabric } from "./a-fabric.ts";

const DAY = 86_400;
const aws = { account: "111122223333", region: "eu-west-1" };
const gcp = { project: "retail-analytics", region: "europe-west1" };

describe("the wait of a message", () => {
  it("ends with its dead letters, which keep their age on a standard queue and begin anew elsewhere", () => {
    expect(longestWait({ kind: "queue", retention: "1d" }) / DAY).toBe(14);
    expect(longestWait({ kind: "fifo" }) / DAY).toBe(18);
    expect(longestWait({ kind: "fifo", retention: "10d" }) / DAY).toBe(24);
    expect(longestWait({ kind: "fifo", existing: true }) / DAY).toBe(28);
    expect(longestWait({ kind: "topic" }) / DAY).toBe(38);
    expect(longestWait({ kind: "topic", retention: "1d" }) / DAY).toBe(38);
    expect(longestWait({ kind: "topic", retention: "31d" }) / DAY).toBe(62);
  });
});

describe("a claim check of the file", () => {
  const fabric = aFabric(
    {
      large: {
        sqs: "large",
        region: "us-east-1",
        claimCheck: { bucket: "bodies", prefix: "in/", aboveBytes: 4096, keep: "30d" },
      },
      row: { sqs: "row.fifo", retention: "1d", claimCheck: { bucket: "row-bodies" } },
      theirs: { sqs: "theirs", existing: true, claimCheck: { bucket: "our-bodies" } },
      feed: { pubsub: "feed", claimCheck: { bucket: "there", existing: true } },
      raw: { pubsub: "raw", claimCheck: { bucket: "raw-bodies" } },
    },
    {},
    { aws, gcp },
  );
  const claimsOf = (each: typeof fabric) => [...each.endpoints.values()].map(({ endpoint }) => endpoint.claimCheck);

  it("is a part of its endpoint: all that a function has to know", () => {
    expect(claimsOf(fabric)).toEqual([
      { bucket: "bodies", prefix: "in/", aboveBytes: 4_096, keepSeconds: 30 * DAY, region: "us-east-1" },
      { bucket: "row-bodies", prefix: "", keepSeconds: 15 * DAY, region: "eu-west-1" },
      { bucket: "our-bodies", prefix: "", keepSeconds: 14 * DAY, region: "eu-west-1" },
      { bucket: "there", prefix: "", keepSeconds: 38 * DAY },
      { bucket: "raw-bodies", prefix: "", keepSeconds: 38 * DAY },
    ]);
  });

  it("has a bucket for each stage, but where the bucket is there already", () => {
    expect(claimsOf(staged(fabric, "test")).map((each) => each?.bucket)).toEqual([
      "bodies-at-test",
      "row-bodies-at-test",
      "our-bodies-at-test",
      "there",
      "raw-bodies-at-test",
    ]);
  });

  it.each([
    [{ bucket: "my.bucket" }, /bucket must be the name of an S3 bucket.*without dots/],
    [{ bucket: "b" }, /bucket must be the name of an S3 bucket/],
    [{ bucket: "bodies--x-s3" }, /bucket must be the name of an S3 bucket/],
    [{ bucket: "bodies", prefix: "in" }, /prefix must be names of letters, digits and \._- with a \/ behind each/],
    [{ bucket: "bodies", prefix: "../" }, /prefix must be/],
    [{ bucket: "bodies", prefix: "*/" }, /prefix must be/],
    [{ bucket: "bodies", aboveBytes: 100 }, /aboveBytes must be a whole number of bytes from 4096 to 1048576/],
    [{ bucket: "bodies", aboveBytes: 1_048_577 }, /aboveBytes must be/],
    [{ bucket: "bodies", keep: "6h" }, /keep must be a duration from 1d to 365d/],
    [{ bucket: "bodies", existing: "maybe" }, /existing must be true or false/],
  ])("is refused as %o", (claimCheck, expected) => {
    expect(() => aFabric({ a: { sqs: "a", claimCheck } }, {})).toThrow(expected);
  });
});
