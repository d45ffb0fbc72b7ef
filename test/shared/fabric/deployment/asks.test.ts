import { describe, expect, it } from "vitest";
import { asks } from "../../../../shared/fabric/deployment/asks.ts";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const theirs = (name: string, more: object = {}) => ({ sqs: name, account: "444455556666", existing: true, ...more });
const key = (account: string) => `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const asked = async (endpoints: object, hops: object = {}) =>
  asks(await deployment(aFabric(endpoints, hops, { gcp }))).map(({ kind, of, statement: { Effect: _, ...rest } }) => ({
    kind,
    of,
    ...rest,
  }));
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe("what owners have to allow", () => {
  it("is nothing within one account, nor of queues that the fabric makes elsewhere", async () => {
    const endpoints = {
      orders: { sqs: "orders", existing: true, kmsKey: key("111122223333") },
      away: { sqs: "away", account: "444455556666" },
      feed: topic("feed"),
      inbox: queue("inbox"),
    };
    expect(await asked(endpoints, { on: { from: "orders", to: "away" }, back: { from: "feed", to: "inbox" } })).toEqual(
      [],
    );
  });

  it("is that a role takes from their queue, or sends to it, from either cloud", async () => {
    const endpoints = { orders: theirs("orders"), inbox: theirs("inbox"), feed: topic("feed") };
    const hops = { take: { from: "orders", to: "inbox" }, back: { from: "feed", to: "inbox" } };
    const of = (name: string) => `arn:aws:sqs:eu-west-1:444455556666:${name}`;
    expect(await asked(endpoints, hops)).toEqual([
      {
        kind: "queue",
        of: of("orders"),
        Principal: { AWS: "111122223333" },
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: of("orders"),
        Condition: { ArnEquals: { "aws:PrincipalArn": role("retail--take") } },
      },
      {
        kind: "queue",
        of: of("inbox"),
        Principal: { AWS: "111122223333" },
        Action: ["sqs:SendMessage", "sqs:GetQueueAttributes"],
        Resource: of("inbox"),
        Condition: { ArnEquals: { "aws:PrincipalArn": [role("retail--take"), role("retail--back")] } },
      },
    ]);
  });

  it("is that a role uses the key of their queue", async () => {
    const endpoints = { orders: theirs("orders", { kmsKey: key("444455556666") }), inbox: queue("inbox") };
    const [, ofKey] = await asked(endpoints, { take: { from: "orders", to: "inbox" } });
    expect(ofKey).toEqual({
      kind: "key",
      of: key("444455556666"),
      Principal: { AWS: "111122223333" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": role("retail--take") } },
    });
  });

  it("is that a service which feeds an encrypted queue in its own name uses the key, whoever has it", async () => {
    const kmsKey = key("111122223333");
    const sns = "arn:aws:sns:eu-west-1:111122223333:orders";
    const use = { kind: "key", of: kmsKey, Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" };
    const fedBy = (feed: object) => asked({ inbox: { sqs: "inbox", kmsKey, fedBy: feed } });
    expect(await fedBy({ sns: { topic: sns } })).toEqual([
      { ...use, Principal: { Service: "sns.amazonaws.com" }, Condition: { ArnEquals: { "aws:SourceArn": sns } } },
    ]);
    const far = sns.replace("eu-west-1", "eu-south-1");
    expect((await fedBy({ sns: { topic: far } }))[0]?.Principal).toEqual({ Service: "sns.eu-south-1.amazonaws.com" });
    for (const feed of [{ s3: { bucket: "uploads" } }, { eventBridge: { source: ["shop"] } }])
      expect(await fedBy(feed)).toEqual([
        {
          ...use,
          Principal: { Service: "events.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
      ]);
    // A role of the same account is let in by the policy that every key has.
    expect(await fedBy({ iotRule: { sql: "SELECT * FROM 'a'" } })).toEqual([]);
  });

  it("is that the role of a feed uses a key of another account", async () => {
    const kmsKey = key("444455556666");
    expect(await asked({ inbox: { sqs: "inbox", kmsKey, fedBy: { iotRule: { sql: "SELECT * FROM 'a'" } } } })).toEqual([
      {
        kind: "key",
        of: kmsKey,
        Principal: { AWS: "111122223333" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": role("retail--inbox_feed--eu-west-1") } },
      },
    ]);
  });

  it("is that the fabric's account subscribes the one queue to their topic", async () => {
    const sns = "arn:aws:sns:eu-west-1:444455556666:orders";
    expect(await asked({ inbox: { sqs: "inbox", fedBy: { sns: { topic: sns } } } })).toEqual([
      {
        kind: "topic",
        of: sns,
        Principal: { AWS: "111122223333" },
        Action: "sns:Subscribe",
        Resource: sns,
        Condition: { StringEquals: { "sns:Endpoint": "arn:aws:sqs:eu-west-1:111122223333:inbox" } },
      },
    ]);
  });
});
