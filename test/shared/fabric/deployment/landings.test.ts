import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { staged } from "../../../../shared/fabric/staged.ts";
import { aFabric } from "../a-fabric.ts";

const feed = { pubsub: "order-feed", schema: "order-row" };
const planOf = (endpoint: object) => deployment(aFabric({ feed: { ...feed, ...endpoint } }, {}));

describe("a landing", () => {
  it("is a subscription of the fabric's own, with dead letters that are kept", async () => {
    const theirs = { project: "elsewhere-1", existing: true, landsIn: { bigquery: { table: "shop.orders" } } };
    const { landings, topics } = await planOf(theirs);
    const [landing] = landings;
    expect(landing).toMatchObject({
      project: "retail-analytics",
      subscription: "retail--feed.lands",
      deadLetters: { topic: "retail--feed.lands-dead", project: "retail-analytics" },
      maxAttempts: 30,
    });
    expect(topics.at(-1)).toEqual({
      endpoint: landing?.deadLetters,
      role: "dead-letters",
      keeper: { name: "retail--feed.lands-dead", retentionSeconds: 2_678_400 },
    });
  });

  it("with a key has the schema's columns, and no partition", async () => {
    const { landings } = await planOf({ landsIn: { bigquery: { table: "shop.orders", key: ["order_id"] } } });
    const [landing] = landings;
    const { columns, ...table } = landing !== undefined && "table" in landing.to ? landing.to.table : { columns: [] };
    expect(table).toEqual({ dataset: "shop", table: "orders", makesDataset: true, key: ["order_id"] });
    expect(columns.map(({ name }) => name)).toEqual([
      "order_id",
      "status",
      "customer_id",
      "country",
      "currency",
      "line_count",
      "item_count",
      "total_cents",
      "placed_at",
    ]);
  });

  it("without a key also has what Pub/Sub knows of each message, a day to a partition", async () => {
    const raw = await deployment(
      aFabric({ feed: { pubsub: "feed", landsIn: { bigquery: { table: "shop.raw", existing: true } } } }, {}),
    );
    expect(raw.landings[0]?.to).toEqual({
      table: {
        dataset: "shop",
        table: "raw",
        makesDataset: false,
        key: [],
        partitionBy: "publish_time",
        columns: [
          { name: "data", type: "JSON", mode: "NULLABLE" },
          { name: "subscription_name", type: "STRING", mode: "NULLABLE" },
          { name: "message_id", type: "STRING", mode: "NULLABLE" },
          { name: "publish_time", type: "TIMESTAMP", mode: "NULLABLE" },
          { name: "attributes", type: "JSON", mode: "NULLABLE" },
        ],
      },
    });
  });

  it("in a bucket loses nothing by default", async () => {
    const { landings } = await planOf({ landsIn: { gcs: { bucket: "shop-orders", prefix: "orders/", every: "1m" } } });
    expect(landings[0]?.to).toEqual({
      bucket: { bucket: "shop-orders", makesBucket: true, prefix: "orders/", format: "avro", everySeconds: 60 },
    });
  });

  it("of a stage stands beside that of another", async () => {
    const fabric = aFabric({ feed: { ...feed, landsIn: { bigquery: { table: "shop.orders" } } } }, {});
    const { landings } = await deployment(staged(fabric, "test"));
    expect(landings[0]).toMatchObject({
      subscription: "retail-at-test--feed.lands",
      to: { table: { dataset: "shop_at_test", table: "orders" } },
    });
  });
});

describe("the schema of a topic", () => {
  it("is made once in each project, and not for topics of others", async () => {
    const { schemas } = await deployment(
      aFabric({ one: feed, two: { ...feed, pubsub: "two" }, theirs: { ...feed, pubsub: "three", existing: true } }, {}),
    );
    expect(schemas.map(({ project, schema, definition }) => [project, schema, definition.name])).toEqual([
      ["retail-analytics", "order-row", "OrderRow"],
    ]);
  });
});
