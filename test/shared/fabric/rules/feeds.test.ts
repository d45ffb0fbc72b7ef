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

  it("of another place are refused or told", () => {
    expect(fedBy({ dynamodbStream: { stream } }, { sqs: "q", region: "us-east-1" })).toEqual([
      "error FEED: a pipe lives beside its stream: queue inbox is in 111122223333, us-east-1",
    ]);
    expect(fedBy({ sns: { topic: snsTopic } }, { sqs: "q", account: "444455556666" })).toEqual([
      "warning FEED: the SNS topic that feeds inbox is another account's: its owner has to allow the subscription",
    ]);
  });
});
