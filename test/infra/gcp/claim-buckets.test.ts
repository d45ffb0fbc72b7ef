import { describe, expect, it } from "vitest";
import { aHalf } from "./a-half.ts";

describe("a bucket for bodies that are too large for a topic", () => {
  it("is private, forgets in time, and never goes with objects in it", async () => {
    const claimCheck = { bucket: "shop.bodies", keep: "50d" };
    const half = await aHalf(
      { in: { sqs: "in" }, feed: { pubsub: "feed", claimCheck }, more: { pubsub: "more", claimCheck } },
      { out: { from: "in", to: ["feed", "more"] } },
    );
    const { sources: _, ...made } = half.of("google_storage_bucket");
    expect(made).toEqual({
      claims_shop_Dot_bodies: {
        project: "retail-analytics",
        name: "shop.bodies",
        location: "europe-west1",
        labels: { fabric: "retail" },
        uniform_bucket_level_access: true,
        public_access_prevention: "enforced",
        force_destroy: false,
        soft_delete_policy: { retention_duration_seconds: 0 },
        lifecycle_rule: [{ action: { type: "Delete" }, condition: { age: 51 } }],
        depends_on: ["google_project_service.api_storage"],
      },
    });
  });

  it("of others is used by its name, and never made", async () => {
    const half = await aHalf(
      { in: { sqs: "in" }, feed: { pubsub: "feed", claimCheck: { bucket: "theirs", existing: true } } },
      { out: { from: "in", to: "feed" }, back: { from: "feed", to: "in" } },
    );
    expect(Object.keys(half.of("google_storage_bucket"))).toEqual(["sources"]);
    const rights = Object.values(half.of("google_storage_bucket_iam_member")).filter(
      ({ bucket }) => bucket === "theirs",
    );
    expect(rights.map(({ role }) => role).toSorted()).toEqual([
      "roles/storage.objectCreator",
      "roles/storage.objectViewer",
    ]);
  });
});
