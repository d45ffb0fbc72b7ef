import { describe, expect, it } from "vitest";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { idOf, type MadeStack, ofType, policyOf, queueOf, synthesize, synthesizeOne } from "./a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const tags = [{ Key: "fabric", Value: "retail" }];
const inFabric = (endpoints: object, hops: object, more: object = {}) => aFabric(endpoints, hops, { gcp, ...more });

const onlyTls = (id: string) => ({
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "sqs:*",
  Resource: { "Fn::GetAtt": [id, "Arn"] },
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

describe("a queue", () => {
  it("that is made has the plan's retention and visibility, encryption, and a queue for its dead letters", async () => {
    const endpoints = { orders: { sqs: "orders", retention: "2d" }, feed: topic("feed") };
    const stack = await synthesizeOne(
      inFabric(endpoints, { out: { from: "orders", to: "feed", retry: { attempts: 7 } } }),
    );
    expect(queueOf(stack, "orders")).toEqual({
      QueueName: "orders",
      MessageRetentionPeriod: 172_800,
      VisibilityTimeout: 181,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        deadLetterTargetArn: { "Fn::GetAtt": [idOf(stack, "QueueName", "retail--orders--dead"), "Arn"] },
        maxReceiveCount: 7,
      },
      Tags: tags,
    });
  });

  it("of dead letters keeps them for 14 days, and takes them from its source alone", async () => {
    const stack = await synthesizeOne(
      inFabric({ orders: queue("orders"), feed: topic("feed") }, { out: { from: "orders", to: "feed" } }),
    );
    expect(queueOf(stack, "retail--orders--dead")).toEqual({
      QueueName: "retail--orders--dead",
      MessageRetentionPeriod: 1_209_600,
      VisibilityTimeout: 30,
      SqsManagedSseEnabled: true,
      RedriveAllowPolicy: {
        redrivePermission: "byQueue",
        sourceQueueArns: ["arn:aws:sqs:eu-west-1:111122223333:orders"],
      },
      Tags: tags,
    });
  });

  it("that is FIFO orders and tells duplicates per group, and so do its dead letters", async () => {
    const stack = await synthesizeOne(
      inFabric({ orders: queue("orders.fifo"), feed: topic("feed", true) }, { out: { from: "orders", to: "feed" } }),
    );
    for (const name of ["orders.fifo", "retail--orders--dead.fifo"])
      expect(queueOf(stack, name)).toMatchObject({
        FifoQueue: true,
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
        ContentBasedDeduplication: false,
      });
  });

  it("takes nothing without TLS", async () => {
    const stack = await synthesizeOne(
      inFabric({ orders: queue("orders"), feed: topic("feed") }, { out: { from: "orders", to: "feed" } }),
    );
    for (const name of ["orders", "retail--orders--dead"])
      expect(policyOf(stack, name)).toEqual([[onlyTls(idOf(stack, "QueueName", name))]]);
  });

  it("with a key is encrypted with it, and its dead letters too", async () => {
    const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const stack = await synthesizeOne(
      inFabric({ orders: { sqs: "orders", kmsKey }, feed: topic("feed") }, { out: { from: "orders", to: "feed" } }),
    );
    for (const name of ["orders", "retail--orders--dead"]) {
      expect(queueOf(stack, name)).toMatchObject({ KmsMasterKeyId: kmsKey });
      expect(queueOf(stack, name)).not.toHaveProperty("SqsManagedSseEnabled");
    }
  });

  it("of another system is named and never made or changed; only its dead letters are ours", async () => {
    const theirs = { sqs: "theirs", account: "444455556666", existing: true };
    const stacks = await synthesize(
      inFabric({ theirs, feed: topic("feed") }, { take: { from: "theirs", to: "feed" } }),
    );
    expect(stacks.map(({ name }) => name)).toEqual(["retail"]);
    const [stack] = stacks;
    const named =
      stack && ofType(stack, "SQS::Queue").map(({ QueueName, RedriveAllowPolicy }) => [QueueName, RedriveAllowPolicy]);
    const from = { redrivePermission: "byQueue", sourceQueueArns: ["arn:aws:sqs:eu-west-1:444455556666:theirs"] };
    expect(named).toEqual([["retail--theirs--dead", from]]);
    expect(stack && ofType(stack, "SQS::QueuePolicy")).toHaveLength(1);
  });

  it("lets in functions of other accounts, by their roles and no one else", async () => {
    const audit = { sqs: "audit", account: "444455556666" };
    const endpoints = { a: queue("a"), b: queue("b"), audit };
    const stacks = await synthesize(
      inFabric(endpoints, { x: { from: "a", to: "audit" }, y: { from: "b", to: "audit" } }),
    );
    const stack = stacks.find(({ account }) => account === "444455556666");
    expect(stack && policyOf(stack, "audit")).toEqual([
      [
        onlyTls(idOf(stack as MadeStack, "QueueName", "audit")),
        {
          Sid: "SendersOf111122223333",
          Effect: "Allow",
          Principal: { AWS: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":iam::111122223333:root"]] } },
          Action: "sqs:SendMessage",
          Resource: { "Fn::GetAtt": [idOf(stack as MadeStack, "QueueName", "audit"), "Arn"] },
          Condition: {
            ArnEquals: {
              "aws:PrincipalArn": [
                "arn:aws:iam::111122223333:role/retail--x",
                "arn:aws:iam::111122223333:role/retail--y",
              ],
            },
          },
        },
      ],
    ]);
  });
});
