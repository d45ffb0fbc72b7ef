import { describe, expect, it } from "vitest";
import { aFabric, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { arnOf, idOf, type MadeStack, ofType, policyOf, queueOf, synthesizeOne } from "../a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** A fabric with a queue `events` that is fed so, and read by one hop. */
const fed = (fedBy: object, name = "events", more: object = {}) =>
  synthesizeOne(
    aFabric(
      { events: { sqs: name, fedBy, ...more }, feed: topic("feed") },
      { out: { from: "events", to: "feed" } },
      { gcp },
    ),
  );

/** What a queue's policy lets in, beside that all must use TLS. */
const lets = (stack: MadeStack, name: string) => policyOf(stack, name).map((statements) => statements.slice(1));

const sends = (stack: MadeStack, name: string, service: string, sourceArn: unknown) => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: "sqs:SendMessage",
  Resource: arnOf(stack, name),
  Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
});

const FEED_ROLE = "retail--events_feed--eu-west-1";
const feedRole = (stack: MadeStack) => {
  const role = ofType(stack, "IAM::Role").find(({ RoleName }) => RoleName === FEED_ROLE);
  const [policy] = (role?.["Policies"] ?? []) as {
    readonly PolicyDocument: { readonly Statement: readonly unknown[] };
  }[];
  const trust = role?.["AssumeRolePolicyDocument"] as { readonly Statement: readonly unknown[] };
  return { trust: trust.Statement, may: policy?.PolicyDocument.Statement };
};
const feedRoleArn = (stack: MadeStack) => ({ "Fn::GetAtt": [idOf(stack, "RoleName", FEED_ROLE), "Arn"] });

const ruleArn = ({ resources }: MadeStack) => {
  const [id] = Object.entries(resources).find(([, { Type }]) => Type === "AWS::Events::Rule") ?? [];
  return { "Fn::GetAtt": [id, "Arn"] };
};

describe("a queue without a feed", () => {
  it("lets nobody in by its policy", async () => {
    const stack = await synthesizeOne(
      aFabric({ events: queue("events"), feed: topic("feed") }, { out: { from: "events", to: "feed" } }, { gcp }),
    );
    expect(lets(stack, "events")).toEqual([[]]);
  });
});

describe("an SNS topic", () => {
  const topicIn = (region: string) => `arn:aws:sns:${region}:111122223333:orders`;
  const arn = topicIn("eu-west-1");

  it("is subscribed raw, and what it can't deliver goes to the dead letters", async () => {
    const stack = await fed({ sns: { topic: arn, filter: { kind: ["paid", { prefix: "re" }] } } });
    expect(ofType(stack, "SNS::Subscription")).toEqual([
      {
        TopicArn: arn,
        Protocol: "sqs",
        Endpoint: arnOf(stack, "events"),
        RawMessageDelivery: true,
        Region: "eu-west-1",
        FilterPolicy: { kind: ["paid", { prefix: "re" }] },
        RedrivePolicy: { deadLetterTargetArn: arnOf(stack, "retail--events--dead") },
      },
    ]);
  });

  it("may send to the queue and its dead letters, and no other topic may", async () => {
    const stack = await fed({ sns: { topic: arn } });
    for (const name of ["events", "retail--events--dead"])
      expect(lets(stack, name)).toEqual([[sends(stack, name, "sns.amazonaws.com", arn)]]);
  });

  it("of another region is subscribed there, and has no dead letters, which would have to be there too", async () => {
    const far = topicIn("us-east-1");
    const stack = await fed({ sns: { topic: far } });
    expect(ofType(stack, "SNS::Subscription")).toEqual([
      {
        TopicArn: far,
        Protocol: "sqs",
        Endpoint: arnOf(stack, "events"),
        RawMessageDelivery: true,
        Region: "us-east-1",
      },
    ]);
    expect(lets(stack, "events")).toEqual([[sends(stack, "events", "sns.amazonaws.com", far)]]);
    expect(lets(stack, "retail--events--dead")).toEqual([[]]);
  });

  it("of a region that is opted into comes in that region's name", async () => {
    const far = topicIn("eu-south-1");
    const stack = await fed({ sns: { topic: far } });
    expect(lets(stack, "events")).toEqual([[sends(stack, "events", "sns.eu-south-1.amazonaws.com", far)]]);
  });

  it("that is FIFO feeds a FIFO queue, with ids of its own", async () => {
    const stack = await fed({ sns: { topic: `${arn}.fifo` } }, "events.fifo");
    expect(queueOf(stack, "events.fifo")).toMatchObject({ ContentBasedDeduplication: false });
    expect(ofType(stack, "SNS::Subscription")).toMatchObject([{ Endpoint: arnOf(stack, "events.fifo") }]);
  });
});

describe("an EventBridge rule", () => {
  it("has the file's pattern, and what it can't deliver goes to the dead letters", async () => {
    const stack = await fed({
      eventBridge: {
        bus: "shop",
        source: ["shop.orders"],
        detailType: ["OrderPaid"],
        pattern: { detail: { country: ["DE"] } },
      },
    });
    expect(ofType(stack, "Events::Rule")).toMatchObject([
      {
        EventBusName: "shop",
        EventPattern: { source: ["shop.orders"], "detail-type": ["OrderPaid"], detail: { country: ["DE"] } },
        Targets: [
          { Id: "queue", Arn: arnOf(stack, "events"), DeadLetterConfig: { Arn: arnOf(stack, "retail--events--dead") } },
        ],
      },
    ]);
    for (const name of ["events", "retail--events--dead"])
      expect(lets(stack, name)).toEqual([[sends(stack, name, "events.amazonaws.com", ruleArn(stack))]]);
  });

  it("into a FIFO queue sends one group, tells duplicates by their content, and has no dead letters to use", async () => {
    const stack = await fed({ eventBridge: { source: ["shop.orders"] } }, "events.fifo");
    expect(ofType(stack, "Events::Rule")).toMatchObject([
      { Targets: [{ Id: "queue", Arn: arnOf(stack, "events.fifo"), SqsParameters: { MessageGroupId: "events" } }] },
    ]);
    expect(queueOf(stack, "events.fifo")).toMatchObject({ ContentBasedDeduplication: true });
    expect(lets(stack, "retail--events--dead.fifo")).toEqual([[]]);
  });
});

describe("a bucket", () => {
  const pattern = async (s3: object) => ofType(await fed({ s3 }), "Events::Rule")[0]?.["EventPattern"];

  it("is heard by way of EventBridge, and not changed", async () => {
    const stack = await fed({ s3: { bucket: "uploads" } });
    expect(ofType(stack, "Events::Rule")).toMatchObject([
      {
        EventPattern: {
          source: ["aws.s3"],
          "detail-type": ["Object Created"],
          detail: { bucket: { name: ["uploads"] } },
        },
      },
    ]);
    expect(JSON.stringify(stack.template)).not.toContain("AWS::S3::");
  });

  it("is heard of some objects only: of both prefix and suffix, never of either", async () => {
    const key = async (s3: object) => {
      const { detail } = (await pattern({ bucket: "uploads", ...s3 })) as {
        readonly detail: { readonly object: { readonly key: unknown } };
      };
      return detail.object.key;
    };
    expect(await key({ prefix: "in/" })).toEqual([{ prefix: "in/" }]);
    expect(await key({ suffix: ".csv" })).toEqual([{ suffix: ".csv" }]);
    expect(await key({ prefix: "in/", suffix: ".csv" })).toEqual([{ wildcard: "in/*.csv" }]);
    expect(await key({ prefix: "a*\\", suffix: ".csv" })).toEqual([{ wildcard: "a\\*\\\\*.csv" }]);
  });

  it("is heard of the events that the file names", async () => {
    expect(await pattern({ bucket: "uploads", events: ["Object Deleted"] })).toMatchObject({
      "detail-type": ["Object Deleted"],
    });
  });
});

describe("a DynamoDB stream", () => {
  const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";

  it("is read by a pipe whose role may read it and send to the queue, and nothing else", async () => {
    const stack = await fed({ dynamodbStream: { stream } }, "events", { kmsKey });
    expect(ofType(stack, "Pipes::Pipe")).toMatchObject([
      {
        Name: expect.stringMatching(/^retail--events--[0-9a-f]{8}$/),
        Source: stream,
        Target: arnOf(stack, "events"),
        RoleArn: feedRoleArn(stack),
        SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "LATEST", BatchSize: 10 } },
      },
    ]);
    expect(feedRole(stack)).toEqual({
      trust: [
        {
          Effect: "Allow",
          Principal: { Service: "pipes.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:pipes:eu-west-1:111122223333:pipe/retail--events--*" } },
        },
      ],
      may: [
        { Effect: "Allow", Action: "sqs:SendMessage", Resource: arnOf(stack, "events") },
        { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: kmsKey },
        {
          Effect: "Allow",
          Action: [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
          ],
          Resource: stream,
        },
      ],
    });
    expect(lets(stack, "events")).toEqual([[]]);
  });

  it("is read by a pipe of another name where it is another one, or read from elsewhere on, under the same id", async () => {
    const pipes = async (dynamodbStream: object, more: object = {}) =>
      Object.entries((await fed({ dynamodbStream }, "events", more)).resources).flatMap(([id, { Type, Properties }]) =>
        Type === "AWS::Pipes::Pipe" ? [[id, Properties["Name"]]] : [],
      );
    const [first] = await pipes({ stream });
    expect(await pipes({ stream, startingPosition: "LATEST" }, { kmsKey })).toEqual([first]);
    const others = [
      ...(await pipes({ stream, startingPosition: "TRIM_HORIZON" })),
      ...(await pipes({ stream: stream.replace("2026", "2027") })),
    ];
    expect(new Set(others.map(([id]) => id))).toEqual(new Set([first?.[0]]));
    expect(new Set([first, ...others].map((each) => each?.[1])).size).toBe(3);
  });

  it("into a FIFO queue keeps its order, and each change has its own id", async () => {
    const stack = await fed({ dynamodbStream: { stream, startingPosition: "TRIM_HORIZON" } }, "events.fifo");
    expect(ofType(stack, "Pipes::Pipe")).toMatchObject([
      {
        SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON" } },
        TargetParameters: { SqsQueueParameters: { MessageGroupId: "events", MessageDeduplicationId: "$.eventID" } },
      },
    ]);
  });
});

describe("an IoT rule", () => {
  it("puts what devices publish into the queue, and what fails into its dead letters", async () => {
    const sql = "SELECT *, topic() AS topic FROM 'sensors/#'";
    const stack = await fed({ iotRule: { sql, base64: true } });
    const url = (name: string) => ({ Ref: idOf(stack, "QueueName", name) });
    expect(ofType(stack, "IoT::TopicRule")).toMatchObject([
      {
        RuleName: "retail__events",
        TopicRulePayload: {
          Sql: sql,
          AwsIotSqlVersion: "2016-03-23",
          Actions: [{ Sqs: { QueueUrl: url("events"), RoleArn: feedRoleArn(stack), UseBase64: true } }],
          ErrorAction: {
            Sqs: { QueueUrl: url("retail--events--dead"), RoleArn: feedRoleArn(stack), UseBase64: false },
          },
        },
      },
    ]);
    expect(feedRole(stack)).toEqual({
      trust: [
        {
          Effect: "Allow",
          Principal: { Service: "iot.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:iot:eu-west-1:111122223333:rule/retail__events" } },
        },
      ],
      may: [
        {
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: [arnOf(stack, "events"), arnOf(stack, "retail--events--dead")],
        },
      ],
    });
  });
});
