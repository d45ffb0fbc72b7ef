import { describe, expect, it } from "vitest";
import { feedSchema } from "../../../shared/fabric/feed-schema.ts";

const refused = (feeds: readonly object[]) => feeds.filter((feed) => !feedSchema.safeParse(feed).success);
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

describe("what feeds a queue", () => {
  it("may be an event pattern of fields and lists", () => {
    const patterns = [
      { detail: { status: ["PAID", { prefix: "RE" }], amount: [{ numeric: [">", 10] }] } },
      { $or: [{ source: ["a"] }, { detail: { b: [null] } }] },
      { source: [{ "anything-but": ["test"] }] },
    ];
    expect(refused(patterns.map((pattern) => ({ eventBridge: { pattern } })))).toEqual([]);
  });

  it("is no event pattern that takes everything, or that EventBridge refuses", () => {
    const patterns = [{}, { detail: {} }, { source: [] }, { source: "shop" }, { detail: { n: 1 } }, { detail: null }];
    const long = { source: ["x".repeat(4_096)] };
    const feeds = [...patterns, long].map((pattern) => ({ eventBridge: { pattern } }));
    expect(refused(feeds)).toEqual(feeds);
  });

  it("is a bus by its name or its ARN", () => {
    const feed = (bus: string) => ({ eventBridge: { bus, source: ["shop"] } });
    const partner = "aws.partner/example.com/shop";
    expect(refused(["default", "shop", partner, arn("events", "event-bus/shop")].map(feed))).toEqual([]);
    const bad = ["", "my bus", "shop!", arn("events", "rule/shop"), arn("events", "event-bus/"), "b".repeat(257)];
    expect(refused(bad.map(feed))).toEqual(bad.map(feed));
  });

  it("is a topic, a stream, a bucket by what they are called", () => {
    const stream = arn("dynamodb", "table/orders/stream/2026-01-01T00:00:00.000");
    expect(
      refused([
        { sns: { topic: arn("sns", "orders.fifo"), filter: { kind: ["paid"] } } },
        { dynamodbStream: { stream } },
        { s3: { bucket: "shop-uploads" } },
        { iotRule: { sql: "select * from 'a/#'" } },
      ]),
    ).toEqual([]);
    const bad = [
      { sns: { topic: arn("sns", "orders:sub") } },
      { sns: { topic: arn("sns", "orders").replace("arn:aws", "arn:aws-cn") } },
      { sns: { topic: arn("sns", "orders"), filter: {} } },
      { sns: { topic: arn("sns", "orders"), filter: { kind: [] } } },
      { sns: { topic: arn("sns", "orders"), filter: { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] } } },
      { dynamodbStream: { stream: arn("dynamodb", "table/orders") } },
      { dynamodbStream: { stream: arn("dynamodb", "table/orders/index/a") } },
      { s3: { bucket: "Shop_Uploads" } },
      { iotRule: { sql: "everything" } },
    ];
    expect(refused(bad)).toEqual(bad);
  });
});
