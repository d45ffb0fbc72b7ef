import { describe, expect, it } from "vitest";
import { aFabric } from "../../shared/fabric/a-fabric.ts";
import { type MadeStack, ofType, synthesize, synthesizeOne } from "./a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const bucketsIn = (stack: MadeStack) => ofType(stack, "S3::Bucket");

describe("a bucket for bodies that are too large for a queue", () => {
  it("is private and encrypted, forgets in time, and stays when the fabric goes", async () => {
    const stack = await synthesizeOne(
      aFabric(
        { in: { sqs: "in", claimCheck: { bucket: "bodies", keep: "20d" } }, feed: { pubsub: "feed" } },
        { out: { from: "in", to: "feed" } },
        { gcp },
      ),
    );
    expect(bucketsIn(stack)).toEqual([
      {
        BucketName: "bodies",
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        LifecycleConfiguration: { Rules: [{ Id: "Expire", ExpirationInDays: 21, Status: "Enabled" }] },
        Tags: [{ Key: "fabric", Value: "retail" }],
      },
    ]);
    const [whole] = Object.values(stack.resources).filter(({ Type }) => Type === "AWS::S3::Bucket");
    expect(whole).toMatchObject({ DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" });
  });

  it("is encrypted with the queue's own key, and made once for all that share it", async () => {
    const claimCheck = { bucket: "bodies" };
    const stack = await synthesizeOne(
      aFabric(
        { a: { sqs: "a", kmsKey, claimCheck }, b: { sqs: "b", kmsKey, claimCheck } },
        { on: { from: "a", to: "b" } },
        { gcp },
      ),
    );
    expect(bucketsIn(stack)).toMatchObject([
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: kmsKey },
            },
          ],
        },
      },
    ]);
  });

  it("of others is not made", async () => {
    const stack = await synthesizeOne(
      aFabric(
        { a: { sqs: "a", claimCheck: { bucket: "bodies", existing: true } }, b: { sqs: "b" } },
        { on: { from: "a", to: "b" } },
        { gcp },
      ),
    );
    expect(bucketsIn(stack)).toEqual([]);
  });

  it("lets in roles of other accounts by name, and no one else, in the place of its queue", async () => {
    const stacks = await synthesize(
      aFabric(
        { in: { sqs: "in" }, away: { sqs: "away", account: "444455556666", claimCheck: { bucket: "bodies" } } },
        { over: { from: "in", to: "away" } },
        { gcp },
      ),
    );
    const found = stacks.filter((stack) => bucketsIn(stack).length > 0);
    expect(found.map(({ account }) => account)).toEqual(["444455556666"]);
    const policies = found.flatMap((stack) => ofType(stack, "S3::BucketPolicy"));
    expect(policies).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
            {
              Effect: "Allow",
              Action: "s3:PutObject",
              Resource: "arn:aws:s3:::bodies/*",
              Condition: { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/retail--over"] } },
            },
          ],
        },
      },
    ]);
  });
});
