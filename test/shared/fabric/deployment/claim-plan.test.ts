import { describe, expect, it } from "vitest";
import { asks } from "../../../../shared/fabric/deployment/asks.ts";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import type { Grant } from "../../../../shared/fabric/deployment/grants.ts";
import { aFabric } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const bodies = (bucket: string, more: object = {}) => ({ claimCheck: { bucket, ...more } });

const plans = deployment(
  aFabric(
    {
      in: { sqs: "in", ...bodies("shop-in", { prefix: "in/", keep: "20d" }) },
      also: { sqs: "also", ...bodies("shop-in", { prefix: "also/", keep: "20d" }) },
      away: { sqs: "away", account: "444455556666", ...bodies("shop-away") },
      theirs: { sqs: "theirs", account: "444455556666", existing: true, ...bodies("their-bodies", { existing: true }) },
      feed: { pubsub: "feed", ...bodies("shop-feed") },
      plain: { pubsub: "plain" },
    },
    {
      out: { from: "in", to: ["feed", "away"] },
      back: { from: "feed", to: "also" },
      over: { from: "plain", to: "theirs" },
      bare: { from: "also", to: "plain" },
    },
    { gcp },
  ),
);

const said = (grant: Grant) =>
  grant.cloud === "aws" ? `${grant.actions} ${grant.resource}` : `${grant.role} ${grant.on.kind} ${grant.on.name}`;

describe("the plan of claim checks", () => {
  it("has each bucket once, with its lifetime in days, a day to spare", async () => {
    const { claims } = await plans;
    expect(
      claims.map(({ cloud, bucket, makesBucket, endpoint, expireDays }) => [
        cloud,
        bucket,
        makesBucket,
        endpoint,
        expireDays,
      ]),
    ).toEqual([
      ["aws", "shop-in", true, "in", 21],
      ["aws", "shop-away", true, "away", 15],
      ["aws", "their-bodies", false, "theirs", 15],
      ["gcp", "shop-feed", true, "feed", 39],
    ]);
  });

  it("gives each function what its ends ask for, and a link without any nothing", async () => {
    const { functions } = await plans;
    const rights = Object.fromEntries(
      functions.map(({ link, grants }) => [link.name, grants.map(said).filter((each) => /s3:|storage/.test(each))]),
    );
    expect(rights).toEqual({
      "retail/out.split": [
        "s3:GetObject arn:aws:s3:::shop-in/in/*",
        "s3:ListBucket arn:aws:s3:::shop-in",
        "s3:PutObject arn:aws:s3:::shop-in/in/*",
      ],
      "retail/out.feed": [
        "s3:GetObject arn:aws:s3:::shop-in/in/*",
        "s3:ListBucket arn:aws:s3:::shop-in",
        "roles/storage.objectCreator bucket shop-feed",
      ],
      "retail/out.away": [
        "s3:GetObject arn:aws:s3:::shop-in/in/*",
        "s3:ListBucket arn:aws:s3:::shop-in",
        "s3:PutObject arn:aws:s3:::shop-away/*",
      ],
      "retail/back": ["roles/storage.objectViewer bucket shop-feed", "s3:PutObject arn:aws:s3:::shop-in/also/*"],
      "retail/over": ["s3:PutObject arn:aws:s3:::their-bodies/*"],
      "retail/bare": ["s3:GetObject arn:aws:s3:::shop-in/also/*", "s3:ListBucket arn:aws:s3:::shop-in"],
    });
  });

  it("lets roles of other accounts in where the bucket is the fabric's, and asks its owner where it is not", async () => {
    const whole = await plans;
    const foreign = whole.claims.flatMap((plan) => (plan.cloud === "aws" ? plan.foreign : []));
    expect(foreign.map(({ account, grant }) => [account, grant.role, said(grant)])).toEqual([
      ["111122223333", "retail--out--away", "s3:PutObject arn:aws:s3:::shop-away/*"],
      ["111122223333", "retail--over", "s3:PutObject arn:aws:s3:::their-bodies/*"],
    ]);
    expect(asks(whole).filter(({ kind }) => kind === "bucket")).toEqual([
      {
        kind: "bucket",
        of: "arn:aws:s3:::their-bodies",
        statement: {
          Effect: "Allow",
          Principal: { AWS: "111122223333" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::their-bodies/*",
          Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/retail--over" } },
        },
      },
    ]);
  });

  it("has functions with large bodies take few at a time, with room for them", async () => {
    const { functions } = await plans;
    const sizes = functions.map((plan) => [
      plan.link.name,
      plan.memoryMb,
      plan.cloud === "gcp" ? plan.concurrency : "batch" in plan.link ? plan.link.batch : undefined,
    ]);
    const few = { maxMessages: 10, windowSeconds: 0 };
    expect(sizes).toEqual([
      ["retail/out.split", 1_024, few],
      ["retail/out.feed", 1_024, few],
      ["retail/out.away", 1_024, few],
      ["retail/back", 1_024, 4],
      ["retail/over", 1_024, 16],
      ["retail/bare", 1_024, few],
    ]);
  });
});
