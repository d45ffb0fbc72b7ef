import { describe, expect, it } from "vitest";
import type { Change } from "../../../infra/plan/changes.ts";
import { changeLines, grantLines } from "../../../infra/plan/describe.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { Thing } from "../../../shared/fabric/deployment/inventory.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const change = (verb: Change["verb"], thing: Partial<Thing>, more: Partial<Change> = {}): Change => ({
  address: "x",
  verb,
  thing: { cloud: "aws", kind: "queue", name: "q", settings: {}, ...thing },
  settings: [],
  ...more,
});

describe("changes as lines", () => {
  it("are one that says so where there are none", () => {
    expect(changeLines([])).toEqual(["Nothing changes."]);
  });

  it("stand by cloud, counted, each with what differs and what it loses", () => {
    const list = [
      change("make", { name: "orders" }),
      change("make", { name: "inbox" }),
      change("change", { kind: "function", name: "retail--out" }, { settings: ["link", "memoryMb"] }),
      change("remove", { name: "old" }, { loss: "queue old: the messages in it" }),
      change("replace", { cloud: "gcp", kind: "subscription", name: "s" }, { settings: ["ordered"], loss: "s: all" }),
    ];
    expect(changeLines(list)).toEqual([
      "AWS: 2 to make, 1 to change, 1 to remove",
      "  + queue orders",
      "  + queue inbox",
      "  ~ function retail--out: link, memoryMb",
      "  - queue old   LOSES the messages in it",
      "",
      "Google Cloud: 1 to replace",
      "  ! subscription s: ordered   LOSES all",
    ]);
  });
});

describe("rights as lines", () => {
  it("are each function's own, with what each is for", async () => {
    const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
    const plans = await deployment(
      aFabric({ orders: queue("orders"), feed: topic("feed") }, { out: { from: "orders", to: "feed" } }, { gcp }),
    );
    expect(grantLines(plans)).toEqual([
      "  retail--out (AWS)",
      "    sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes on arn:aws:sqs:eu-west-1:111122223333:orders   takes from the source",
      "    roles/pubsub.publisher on topic projects/retail-analytics/topics/feed   sends to the target",
      "    sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:retail--orders--dead   lays down what is hopeless",
    ]);
  });
});
