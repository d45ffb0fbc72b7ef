import { describe, expect, it } from "vitest";
import { crossingOf, type LinkShape, type LogShape } from "../../../infra/cost/shape.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { FunctionPlan } from "../../../shared/fabric/deployment/function-plan.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { aLambdaShape, aQueue, aRunShape, SILENT } from "../../support/a-cost-shape.ts";

/** A plan as it is, but for what the plan does not say: logs, and how long its sink lingers. */
function shapeOf({ link, secrets, ...plan }: FunctionPlan, logs: LogShape, lingerMs: number): LinkShape {
  const common = { ...plan, name: link.name, targets: link.targets, secrets: secrets.length, logs };
  if ("batch" in link && plan.cloud === "aws")
    return { ...common, ...plan, name: link.name, source: link.source, batch: link.batch };
  if ("subscription" in link && plan.cloud === "gcp")
    return { ...common, ...plan, name: link.name, source: link.source, cpu: Number(plan.cpu), lingerMs };
  throw new Error("a queue is read on AWS, a topic on Google Cloud");
}

describe("a shape", () => {
  it("is made from a function's plan without asking anything", async () => {
    const { functions } = await deployment(
      aFabric(
        { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") },
        { export: { from: "orders", to: "feed" }, return: { from: "feed", to: "inbox" } },
      ),
    );
    const shapes = functions.map((plan) => shapeOf(plan, SILENT, 5));
    expect(shapes.map((shape) => [shape.name, crossingOf(shape), shape.region, shape.memoryMb])).toEqual([
      ["retail/export", "sqs-to-pubsub", "eu-west-1", 256],
      ["retail/return", "pubsub-to-sqs", "europe-west1", 512],
    ]);
    expect(shapes[0]).toMatchObject({ batch: { maxMessages: 100, windowSeconds: 1 }, source: { fifo: false } });
    expect(shapes[1]).toMatchObject({ cpu: 1, concurrency: 80, lingerMs: 5 });
  });
});

describe("crossingOf", () => {
  it("is named for its ends", () => {
    expect([aLambdaShape(), aLambdaShape({ targets: [aQueue()] }), aRunShape()].map(crossingOf)).toEqual([
      "sqs-to-pubsub",
      "sqs-to-sqs",
      "pubsub-to-sqs",
    ]);
  });
});
