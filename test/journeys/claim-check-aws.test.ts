// A claim check in an AWS that others wrote: its bucket deployed by plain cdk, a function as it was deployed, and in S3 and SQS
// what the Amazon SQS Extended Client would put there and find there.

import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { emptyLock, lockText } from "../../shared/fabric/deployment/lock.ts";
import { AWS_ACCOUNT, type Aws, anAws } from "../support/deploy/an-aws.ts";
import { roleOf, stacksOf } from "../support/deploy/read-back.ts";
import { runDeployed } from "../support/deploy/run-deployed.ts";
import { motoBucketGaps } from "../support/party/gaps.ts";
import { motoMissing } from "../support/party/moto.ts";

if (motoMissing !== undefined) console.info(`a claim check, deployed: skipped, since ${motoMissing}`);

const CDK_TIMEOUT_MS = 180_000;
const REGION = "eu-west-1";
const FABRIC = `
fabric: shop
aws: { account: "${AWS_ACCOUNT}", region: ${REGION} }
endpoints:
  scans: { sqs: scans, claimCheck: { bucket: shop-scans } }
  desk: { sqs: desk, claimCheck: { bucket: shop-desk, prefix: desk/, keep: 20d } }
hops:
  pass: { from: scans, to: desk }
`;

let folder: string;
let aws: Aws;
const cdk = (...words: readonly string[]) =>
  aws.cdk([...words, "-c", `fabric=${join(folder, "fabric.yaml")}`, "--output", join(folder, "out")], aws.environment);

/** A plain request to S3, by whoever is allowed to. */
const s3 = (path: string, init: { readonly method?: string; readonly body?: string } = {}) =>
  fetch(`${aws.url}/${path}`, {
    ...init,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/${REGION}/s3/aws4_request, SignedHeaders=host, Signature=s`,
    },
  });

/** What S3 says of one of the buckets, in its own XML. */
const about = async (part: string) => (await s3(`shop-desk?${part}`)).text();

describe.skipIf(motoMissing)("a claim check in AWS", { timeout: CDK_TIMEOUT_MS }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hopspan-claims-aws-"));
    writeFileSync(join(folder, "fabric.yaml"), FABRIC);
    writeFileSync(join(folder, "fabric.lock.json"), lockText(emptyLock("shop")));
    aws = await anAws();
  }, CDK_TIMEOUT_MS);
  afterAll(async () => {
    await aws?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has its buckets, and rights below their prefix", async () => {
    const { code, err } = await cdk("deploy", "--all", "--require-approval", "never");
    expect([code, err]).toEqual([0, expect.stringContaining("✅")]);
    const holds = {
      "a bucket forgets in time": (await about("lifecycle")).includes("<Days>21</Days>"),
      "a bucket is closed to the public": (await about("publicAccessBlock")).includes("<BlockPublicPolicy>true<"),
      "a bucket is encrypted": (await about("encryption")).includes("<SSEAlgorithm>AES256</SSEAlgorithm>"),
      "a bucket is closed to whoever does not speak TLS": (await about("policy")).includes("aws:SecureTransport"),
    };
    expect(Object.entries(holds).flatMap(([behaviour, isThere]) => (isThere ? [] : [behaviour]))).toEqual(
      Object.keys(motoBucketGaps),
    );
    const { may } = await roleOf(aws, "shop--pass");
    expect(may).toEqual(
      expect.arrayContaining([
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop-scans/*" },
        { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::shop-scans" },
        { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::shop-desk/desk/*" },
      ]),
    );
  });

  it("takes what the extended client has sent, and sends what the extended client can take", async () => {
    const whole = randomBytes(1_500_000).toString("hex");
    const s3Key = randomUUID();
    expect((await s3(`shop-scans/${s3Key}`, { method: "PUT", body: whole })).status).toBe(200);
    const pointer = ["software.amazon.payloadoffloading.PayloadS3Pointer", { s3BucketName: "shop-scans", s3Key }];
    const lines: string[] = [];
    const running = await runDeployed(aws, "shop--pass", {
      stack: "shop",
      environment: { AWS_ENDPOINT_URL_SQS: aws.url, AWS_ENDPOINT_URL_S3: aws.url, AWS_REGION: REGION, ...KEYS },
      onLog: (line) => lines.push(line),
    });
    try {
      await aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: at("scans"),
          MessageBody: JSON.stringify(pointer),
          MessageAttributes: {
            ExtendedPayloadSize: { DataType: "Number", StringValue: String(whole.length) },
            kind: { DataType: "String", StringValue: "scan" },
          },
        }),
      );
      const message = await vi.waitFor(async () => {
        const ask = { QueueUrl: at("desk"), MessageAttributeNames: ["All"], WaitTimeSeconds: 1 };
        const [one] = (await aws.sqs.send(new ReceiveMessageCommand(ask))).Messages ?? [];
        return one ?? expect.fail(`nothing has come: ${lines.join("\n")}`);
      }, WAIT);
      const [name, laid] = JSON.parse(message.Body ?? "");
      expect([name, laid.s3BucketName]).toEqual(["software.amazon.payloadoffloading.PayloadS3Pointer", "shop-desk"]);
      expect(laid.s3Key).toMatch(/^desk\/desk\/\d{4}-\d\d-\d\d\/[0-9a-f]{64}$/);
      expect(message.MessageAttributes).toMatchObject({
        ExtendedPayloadSize: { DataType: "Number", StringValue: String(whole.length) },
        kind: { StringValue: "scan" },
      });
      expect((await (await s3(`shop-desk/${laid.s3Key}`)).text()) === whole).toBe(true);
    } finally {
      await running.stop();
    }
  });

  it("leaves its buckets where they are when the fabric goes", async () => {
    expect((await cdk("destroy", "--all", "--force")).code).toBe(0);
    expect(await stacksOf(aws)).toEqual({});
    expect((await s3("shop-desk")).status).toBe(200);
  });
});

const WAIT = { timeout: 60_000, interval: 200 };
const KEYS = { AWS_ACCESS_KEY_ID: "k", AWS_SECRET_ACCESS_KEY: "s" };
const at = (queue: string) => queueUrl({ region: REGION, account: AWS_ACCOUNT, queue });
