import { describe, expect, it } from "vitest";
import { forSoundFabrics } from "../../../support/arbitrary-fabric.ts";
import { aHalf, type Half, halfOf } from "../a-half.ts";

const hop = { export: { from: "orders", to: "feed" } };
const landing = (endpoint: object): Promise<Half> =>
  aHalf({ orders: { sqs: "orders" }, feed: { pubsub: "order-feed", ...endpoint } }, hop);
const inTable = (bigquery: object, more: object = { schema: "order-row" }) =>
  landing({ ...more, landsIn: { bigquery: { table: "shop.orders", ...bigquery } } });

describe("a table that a topic lands in", () => {
  it("with a key replaces rows: clustered by it, a quarter of an hour behind at most", async () => {
    const half = await inTable({ key: ["order_id"] });
    const { schema, dataset_id, depends_on: _, ...table } = half.of("google_bigquery_table")["table_feed"] ?? {};
    expect(half.said(dataset_id)).toBe("shop");
    expect(table).toEqual({
      project: "retail-analytics",
      table_id: "orders",
      labels: { fabric: "retail" },
      description: "What is published to order-feed",
      deletion_protection: false,
      table_constraints: { primary_key: { columns: ["order_id"] } },
      clustering: ["order_id"],
      max_staleness: "0-0 0 0:15:0",
    });
    expect(JSON.parse(String(schema)).map(({ name }: { name: string }) => name)).not.toContain("publish_time");
    const { lands_feed: subscription } = half.of("google_pubsub_subscription");
    const { bigquery_config } = subscription ?? {};
    expect(half.said((bigquery_config as Record<string, unknown>)["table"])).toBe("retail-analytics.shop.orders");
    expect(subscription).toMatchObject({
      bigquery_config: { use_table_schema: true, write_metadata: false, drop_unknown_fields: false },
      message_transforms: [{ javascript_udf: { function_name: "keyedRow" } }],
    });
  });

  it("without a key takes every delivery as a row, with what Pub/Sub knows of it", async () => {
    const { of } = await inTable({});
    expect(of("google_bigquery_table")["table_feed"]).toMatchObject({
      time_partitioning: { type: "DAY", field: "publish_time" },
    });
    const { lands_feed: subscription } = of("google_pubsub_subscription");
    expect(subscription).toMatchObject({ bigquery_config: { use_table_schema: true, write_metadata: true } });
    expect(subscription).not.toHaveProperty("message_transforms");
  });

  it("without a schema takes bodies whole, in a dataset that is there", async () => {
    const { of } = await inTable({ existing: true }, {});
    expect(of("google_bigquery_dataset")).toEqual({});
    expect(of("google_bigquery_table")["table_feed"]?.["dataset_id"]).toBe("shop");
    expect(of("google_pubsub_subscription")["lands_feed"]).toMatchObject({
      bigquery_config: { use_table_schema: false, write_metadata: true },
    });
  });
});

describe("a bucket that a topic lands in", () => {
  it("is private, and its objects hold all that a message is", async () => {
    const half = await landing({ landsIn: { gcs: { bucket: "shop-orders", prefix: "in/", every: "10m" } } });
    expect(half.of("google_storage_bucket")).toEqual({
      "bucket_shop-orders": {
        project: "retail-analytics",
        name: "shop-orders",
        location: "europe-west1",
        labels: { fabric: "retail" },
        uniform_bucket_level_access: true,
        public_access_prevention: "enforced",
        force_destroy: false,
        depends_on: ["google_project_service.api_storage"],
      },
    });
    const { lands_feed: subscription } = half.of("google_pubsub_subscription");
    expect(subscription).toMatchObject({
      ack_deadline_seconds: 600,
      cloud_storage_config: {
        filename_prefix: "in/",
        filename_suffix: ".avro",
        max_duration: "600s",
        avro_config: { write_metadata: true },
      },
    });
  });

  it("that is there already is only written to, as text where that is asked for", async () => {
    const { of } = await landing({ landsIn: { gcs: { bucket: "shop-there", existing: true, format: "text" } } });
    expect(of("google_storage_bucket")).toEqual({});
    const { cloud_storage_config } = of("google_pubsub_subscription")["lands_feed"] ?? {};
    expect(cloud_storage_config).toEqual({
      bucket: "shop-there",
      filename_prefix: "",
      filename_suffix: ".txt",
      max_duration: "300s",
    });
  });
});

describe("every landing", () => {
  it("has its dead letters, never ends, and starts once Pub/Sub may write", async () => {
    await forSoundFabrics(async (fabric) => {
      const half = await halfOf(fabric);
      const subscriptions = Object.entries(half.of("google_pubsub_subscription"));
      const lands = subscriptions.filter(([id]) => id.startsWith("lands_"));
      expect(lands).toHaveLength(half.deployment.landings.length);
      for (const [id, { dead_letter_policy, expiration_policy, depends_on }] of lands) {
        const { dead_letter_topic } = dead_letter_policy as { dead_letter_topic: string };
        expect(half.said(dead_letter_topic)).toMatch(/\.lands-dead$/);
        expect(expiration_policy).toEqual({ ttl: "" });
        expect(depends_on).toEqual(expect.arrayContaining([expect.stringContaining(id.replace("lands_", "write_"))]));
      }
    });
  });
});

describe("the schema of a topic", () => {
  it("is what Pub/Sub holds bodies against, as JSON", async () => {
    const half = await landing({ schema: "order-row" });
    const { schema_settings } = half.of("google_pubsub_topic")["topic_feed"] ?? {};
    const { schema, encoding } = schema_settings as Record<string, string>;
    expect([half.said(schema), encoding]).toEqual(["projects/retail-analytics/schemas/retail--order-row", "JSON"]);
    const { definition, type } = half.of("google_pubsub_schema")["schema_order-row"] ?? {};
    expect([JSON.parse(String(definition)).name, type]).toEqual(["OrderRow", "AVRO"]);
  });
});
