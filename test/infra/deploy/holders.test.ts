import { describe, expect, it } from "vitest";
import { holders } from "../../../infra/deploy/holders.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const plans = (endpoints: object, hops: object) => deployment(aFabric(endpoints, hops, { gcp }));
const nothing = { made: {}, begun: {} };

describe("what may hold something", () => {
  it("is every queue and subscription of the file, those of dead letters and landings too, and tables", async () => {
    const endpoints = {
      orders: queue("orders"),
      theirs: { sqs: "theirs", account: "444455556666", existing: true },
      scores: topic("scores"),
      feed: { pubsub: "feed", landsIn: { bigquery: { table: "shop.feed" } } },
    };
    const hops = { out: { from: "orders", to: "feed" }, back: { from: "scores", to: "theirs" } };
    const all = holders(await plans(endpoints, hops), nothing);
    const place = { account: "111122223333", region: "eu-west-1" };
    expect(all.queues).toEqual([
      { ...place, queue: "orders" },
      { ...place, queue: "retail--orders--dead" },
    ]);
    expect([...(all.subscriptions.get("retail-analytics") ?? [])]).toEqual(
      expect.arrayContaining(["retail--back", "retail--back--dead", "retail--feed.lands", "retail--feed.lands-dead"]),
    );
    expect([...all.subscriptions.keys()]).toEqual(["retail-analytics"]);
    expect(all.tables).toEqual(["shop.feed"]);
  });

  it("is nothing in Google Cloud where topics are only sent to, so that nobody there has to be asked", async () => {
    const sent = await plans({ orders: queue("orders"), feed: topic("feed") }, { out: { from: "orders", to: "feed" } });
    expect(holders(sent, nothing).subscriptions).toEqual(new Map());
  });

  it("is also what has left the file and is still there, as far as the lock knows", async () => {
    const endpoints = { a: queue("a"), b: queue("b"), scores: topic("scores") };
    const before = inventory(await plans(endpoints, { x: { from: "a", to: "b" }, y: { from: "scores", to: "b" } }));
    const now = await plans({ a: queue("a"), c: queue("c") }, { x: { from: "a", to: "c" } });
    for (const lock of [
      { made: before, begun: {} },
      { made: {}, begun: before },
    ]) {
      const { queues, subscriptions } = holders(now, lock);
      expect(queues.map((each) => each.queue).toSorted()).toEqual([
        "a",
        "b",
        "c",
        "retail--a--dead",
        "retail--b--dead",
        "retail--c--dead",
      ]);
      expect([...(subscriptions.get("retail-analytics") ?? [])].toSorted()).toEqual([
        "retail--y",
        "retail--y--dead",
        "scores",
      ]);
    }
  });
});
