import { describe, expect, it } from "vitest";
import { goneThings, googleLosses, type ResourceChange } from "../../../infra/plan/google-losses.ts";

type Part = Readonly<Record<string, unknown>>;
const change = (actions: readonly string[], type: string, before: Part, after: Part | null = null): ResourceChange => ({
  address: `${type}.it`,
  type,
  change: { actions, before: { project: "shop", ...before }, after },
});
const gone = (type: string, before: Part) => change(["delete"], type, before);
const lines = (changes: readonly ResourceChange[]) =>
  googleLosses(changes).map(({ address, loss }) => `${address}: ${loss}`);

describe("what terraform would take away", () => {
  it("is told of everything that holds something, by the address that the plan has for it", () => {
    expect(
      lines([
        gone("google_pubsub_topic", { name: "feed" }),
        gone("google_pubsub_subscription", { name: "retail--on", topic: "projects/shop/topics/feed" }),
        gone("google_bigquery_dataset", { dataset_id: "shop" }),
        gone("google_bigquery_table", { dataset_id: "shop", table_id: "orders" }),
        gone("google_storage_bucket", { name: "shop-archive" }),
        gone("google_service_account", { account_id: "hop" }),
        gone("google_cloudfunctions2_function", { name: "retail--on" }),
      ]),
    ).toEqual([
      "gcp/topic/shop/feed: topic feed: what it keeps, and the subscriptions of others",
      "gcp/subscription/shop/retail--on: subscription retail--on: the messages that wait in it",
      "gcp/dataset/shop/shop: dataset shop: what is in it",
      "gcp/table/shop/shop.orders: table shop.orders: its rows",
      "gcp/bucket/shop-archive: bucket shop-archive: its objects",
    ]);
  });

  it("is told also where a thing is made anew, in whatever order", () => {
    for (const actions of [
      ["delete", "create"],
      ["create", "delete"],
    ])
      expect(lines([change(actions, "google_storage_bucket", { name: "b" }, { name: "b" })])).toEqual([
        "gcp/bucket/b: bucket b: its objects",
      ]);
  });

  it("is nothing where things are made, read, left alone or changed in place, and of sources that are uploaded again", () => {
    const sources = { ...gone("google_storage_bucket", { name: "s" }), address: "google_storage_bucket.sources" };
    const others = [["create"], ["no-op"], ["read"], ["update"]].map((actions) =>
      change(actions, "google_pubsub_topic", { name: "feed" }, { name: "feed" }),
    );
    expect(lines([sources, ...others])).toEqual([]);
    expect(goneThings([sources, ...others])).toEqual([]);
  });

  it("asks once for a topic of dead letters and the subscription of its name that keeps them", () => {
    const dead = [
      gone("google_pubsub_topic", { name: "on--dead" }),
      gone("google_pubsub_subscription", { name: "on--dead" }),
    ];
    expect(lines(dead)).toEqual([
      "gcp/topic/shop/on--dead: topic on--dead: the dead letters in its subscription, and the subscriptions of others",
    ]);
    expect(goneThings(dead)).toHaveLength(2);
    expect(lines(dead.slice(1))).toEqual([
      "gcp/subscription/shop/on--dead: subscription on--dead: the messages that wait in it",
    ]);
  });

  it("is what a retention that becomes shorter no longer keeps", () => {
    const kept = (before: string | undefined, after: string | undefined) =>
      lines([
        change(
          ["update"],
          "google_pubsub_topic",
          { name: "feed", message_retention_duration: before },
          { message_retention_duration: after },
        ),
      ]);
    expect(kept("86400s", "3600s")).toEqual(["gcp/topic/shop/feed: topic feed: what is older than 1h"]);
    expect(kept("86400s", undefined)).toEqual(["gcp/topic/shop/feed: topic feed: what it keeps"]);
    expect([kept("3600s", "86400s"), kept(undefined, undefined), kept(undefined, "3600s")]).toEqual([[], [], []]);
  });

  it("is what columns hold that a table has no longer, within others too", () => {
    const column = (name: string, ...fields: object[]) => ({ name, type: "RECORD", fields });
    const table = (before: readonly object[], after: readonly object[]) =>
      lines([
        change(
          ["update"],
          "google_bigquery_table",
          { dataset_id: "shop", table_id: "rows", schema: JSON.stringify(before) },
          { schema: JSON.stringify(after) },
        ),
      ]);
    const [a, b] = [{ name: "a" }, { name: "b" }];
    expect(table([a, column("of", a, b)], [column("of", b), { name: "c" }])).toEqual([
      "gcp/table/shop/shop.rows: table shop.rows: its columns a, of.a",
    ]);
    expect(table([a], [a, b])).toEqual([]);
  });
});
