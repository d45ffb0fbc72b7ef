import { describe, expect, it } from "vitest";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { aHalf, halfOf } from "./a-half.ts";

describe("a topic", () => {
  it("has its retention and labels, and stays in one region where it is ordered", async () => {
    const { of } = await aHalf(
      { orders: { sqs: "orders.fifo" }, feed: { pubsub: "order-feed", ordered: true, retention: "1d" } },
      { export: { from: "orders", to: "feed" } },
      { tags: { team: "shop" } },
    );
    expect(of("google_pubsub_topic")).toEqual({
      topic_feed: {
        project: "retail-analytics",
        name: "order-feed",
        labels: { team: "shop", fabric: "retail" },
        message_retention_duration: "86400s",
        message_storage_policy: { allowed_persistence_regions: ["europe-west1"] },
        depends_on: ["google_project_service.api_pubsub"],
      },
    });
  });

  it("of others is never made", async () => {
    await forSoundFabrics(async (fabric) => {
      const half = await halfOf(fabric);
      const ours = half.deployment.topics.filter(({ role }) => role !== "existing");
      const made = Object.values(half.of("google_pubsub_topic"));
      expect(made.map(({ project, name }) => `${project}/${name}`).toSorted()).toEqual(
        ours.map(({ endpoint }) => `${endpoint.project}/${endpoint.topic}`).toSorted(),
      );
    });
  });
});

describe("a dead-letter topic", () => {
  it("always has a subscription that keeps what lands there, for as long as there is and without an end", async () => {
    await forSoundFabrics(async (fabric) => {
      const half = await halfOf(fabric);
      const all = Object.values(half.of("google_pubsub_subscription"));
      const graves = all.flatMap(({ dead_letter_policy }) => {
        const { dead_letter_topic } = (dead_letter_policy ?? {}) as { dead_letter_topic?: string };
        return dead_letter_topic === undefined ? [] : [half.said(dead_letter_topic)];
      });
      const keepers = all.filter(({ dead_letter_policy }) => dead_letter_policy === undefined);
      const kept = keepers.map(({ topic }) => half.said(topic));
      expect(graves.filter((grave) => !kept.includes(grave))).toEqual([]);
      for (const { expiration_policy, message_retention_duration } of keepers)
        expect([expiration_policy, message_retention_duration]).toEqual([{ ttl: "" }, "2678400s"]);
    });
  });
});
