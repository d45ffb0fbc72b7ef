import { describe, expect, it } from "vitest";
import { feeds } from "../../../../shared/fabric/rules/feeds.ts";
import { aFabric, said } from "../a-fabric.ts";

const fedBy = (feed: object, queue: object = { sqs: "q" }) =>
  said(feeds(aFabric({ inbox: { ...queue, fedBy: feed } }, {})));
const snsTopic = "arn:aws:sns:eu-west-1:111122223333:orders";
const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";

describe("feeds", () => {
  it("are no matter where the queue can be fed so", () => {
    expect([
      ...fedBy({ sns: { topic: snsTopic } }),
      ...fedBy({ sns: { topic: `${snsTopic}.fifo` } }, { sqs: "q.fifo" }),
      ...fedBy({ eventBridge: { source: ["shop"] } }, { sqs: "q.fifo" }),
      ...fedBy({ s3: { bucket: "uploads" } }),
      ...fedBy({ dynamodbStream: { stream } }),
      ...fedBy({ iotRule: { sql: "SELECT * FROM 'a'" } }),
    ]).toEqual([]);
  });

  it("are refused for a queue that is never changed", () => {
    expect(fedBy({ s3: { bucket: "uploads" } }, { sqs: "q", existing: true })).toEqual([
      "error FEED: queue inbox is never changed, so its owner has to let a feed in: leave fedBy out",
    ]);
  });

  it("that know no order are refused for a FIFO queue", () => {
    expect(fedBy({ iotRule: { sql: "SELECT * FROM 'a'" } }, { sqs: "q.fifo" })).toEqual([
      "error FEED: an IoT rule can't feed the FIFO queue inbox: use a standard queue",
    ]);
    expect(fedBy({ sns: { topic: snsTopic } }, { sqs: "q.fifo" })).toEqual([
      "error FEED: a standard SNS topic can't feed the FIFO queue inbox: name a FIFO topic",
    ]);
  });

  it("that would take every event are refused", () => {
    expect(fedBy({ eventBridge: { bus: "shop" } })).toEqual([
      "error FEED: every event of the bus would feed inbox: name source, detailType or pattern",
    ]);
  });

  it("by a service that sends in its own name need the key of the queue", () => {
    const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const told = (by: string) => [
      `warning FEED: ${by} feeds inbox, which is encrypted with a key: see to it that the key's policy lets it, as hopspan plan shows`,
    ];
    expect(fedBy({ sns: { topic: snsTopic } }, { sqs: "q", kmsKey })).toEqual(told("SNS"));
    expect(fedBy({ eventBridge: { source: ["shop"] } }, { sqs: "q", kmsKey })).toEqual(told("EventBridge"));
    expect(fedBy({ s3: { bucket: "uploads" } }, { sqs: "q", kmsKey })).toEqual(told("EventBridge"));
    expect(fedBy({ dynamodbStream: { stream } }, { sqs: "q", kmsKey })).toEqual([]);
  });

  it("by SNS may come from another region, without dead letters, but not from one opted into to another such", () => {
    const topicIn = (region: string) => ({ sns: { topic: `arn:aws:sns:${region}:111122223333:orders` } });
    const away = (region: string) => [
      `warning FEED: the SNS topic that feeds inbox is in ${region}: what it can't deliver has no dead letters, which would have to be there too`,
    ];
    expect(fedBy(topicIn("us-east-1"))).toEqual(away("us-east-1"));
    expect(fedBy(topicIn("eu-south-1"))).toEqual(away("eu-south-1"));
    expect(fedBy(topicIn("us-east-1"), { sqs: "q", region: "eu-south-1" })).toEqual(away("us-east-1"));
    expect(fedBy(topicIn("me-south-1"), { sqs: "q", region: "eu-south-1" })).toEqual([
      "error FEED: SNS does not deliver from me-south-1 to eu-south-1, both of which are opted into: use a topic of eu-south-1",
    ]);
  });

  it("of another place are refused or told", () => {
    const bus = "arn:aws:events:us-east-1:111122223333:event-bus/shop";
    expect(fedBy({ eventBridge: { bus, source: ["shop"] } })).toEqual([
      "error FEED: a rule lives beside its bus: queue inbox is in 111122223333, eu-west-1",
    ]);
    expect(fedBy({ eventBridge: { bus: bus.replace("us-east", "eu-west"), source: ["shop"] } })).toEqual([]);
    expect(fedBy({ dynamodbStream: { stream } }, { sqs: "q", region: "us-east-1" })).toEqual([
      "error FEED: a pipe lives beside its stream: queue inbox is in 111122223333, us-east-1",
    ]);
    expect(fedBy({ sns: { topic: snsTopic } }, { sqs: "q", account: "444455556666" })).toEqual([
      "warning FEED: the SNS topic that feeds inbox is another account's: its owner has to allow the subscription",
    ]);
  });
});
