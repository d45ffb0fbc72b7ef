import { describe, expect, it } from "vitest";
import { holders } from "../../../infra/deploy/holders.ts";
import type { Held } from "../../../infra/plan/google-losses.ts";

const held = (kind: Held["kind"], name: string, project = "shop"): Held => ({ kind, name, project });
const kept = (queue: string) => ({ queue, retentionSeconds: 60 });

describe("what holds something", () => {
  it("is every queue of each stack, and in Google Cloud what terraform would take away, by what it takes to look in", () => {
    const [near, far] = [
      { account: "111122223333", region: "eu-west-1" },
      { account: "444455556666", region: "us-east-1" },
    ];
    const stacks = [
      { ...near, name: "retail", queues: [kept("orders"), kept("retail--orders--dead")] },
      { ...far, name: "retail-Stack-444455556666-us-east-1", queues: [kept("far")] },
    ];
    const things = [
      held("topic", "feed"),
      held("subscription", "retail--back"),
      held("subscription", "retail--back--dead"),
      held("subscription", "retail--back", "other"),
      held("table", "shop.rows"),
      held("dataset", "shop"),
      held("bucket", "shop-archive", ""),
    ];
    expect(holders(stacks, things)).toEqual({
      queues: [
        { ...near, queue: "orders" },
        { ...near, queue: "retail--orders--dead" },
        { ...far, queue: "far" },
      ],
      subscriptions: new Map([
        ["shop", new Set(["retail--back", "retail--back--dead"])],
        ["other", new Set(["retail--back"])],
      ]),
      tables: ["shop.rows"],
      buckets: ["shop-archive"],
    });
  });

  it("is nothing where nothing is there, so that nobody has to be asked", () => {
    expect(holders([], [])).toEqual({ queues: [], subscriptions: new Map(), tables: [], buckets: [] });
  });
});
