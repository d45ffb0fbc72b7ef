import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDeployment } from "../../../infra/load-deployment.ts";
import { fabricShape, shapeOf } from "../../../infra/plan/shape-of.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { ROOT } from "../../support/run-command.ts";
import { ofType, synthesize } from "../aws/a-synth.ts";
import { halfOf } from "../gcp/a-half.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };

interface AlarmForm {
  readonly Metrics: readonly { readonly MetricStat?: object }[];
}

/** What both halves really make of what is paid for by the piece. */
async function madeOf(fabric: Fabric) {
  const stacks = await synthesize(fabric);
  const count = (type: string) => stacks.flatMap((stack) => ofType(stack, type)).length;
  const alarms = stacks.flatMap((stack) => ofType(stack, "CloudWatch::Alarm")) as unknown as readonly AlarmForm[];
  const metrics = alarms.flatMap(({ Metrics }) => Metrics.filter(({ MetricStat }) => MetricStat !== undefined));
  const logged = stacks.flatMap((stack) => ofType(stack, "Logs::MetricFilter"));
  return {
    alarms: metrics.length,
    dashboards: count("CloudWatch::Dashboard"),
    customMetrics: new Set(logged.map(({ MetricTransformations }) => JSON.stringify(MetricTransformations))).size,
    alertConditions: await conditionsOf(fabric),
  };
}

async function conditionsOf(fabric: Fabric): Promise<number> {
  const policies = Object.values((await halfOf(fabric)).of("google_monitoring_alert_policy"));
  return policies.reduce((sum, { conditions }) => sum + (conditions as readonly unknown[]).length, 0);
}

describe("what a fabric costs whatever it carries", () => {
  it.each(["retail", "analytics"])("is what the halves of the %s example have of it", async (example) => {
    const { fabric, deployment: plans } = await loadDeployment({
      file: join(ROOT, "examples", example, "fabric.yaml"),
    });
    expect(fabricShape(plans)).toEqual(await madeOf(fabric));
  });

  it("counts Google's conditions as they are made, whatever the fabric", async () => {
    await forSoundFabrics(async (fabric) => {
      if (fabric.gcp === undefined) return;
      expect(fabricShape(await deployment(fabric)).alertConditions).toBe(await conditionsOf(fabric));
    }, 20);
  });
});

describe("the shape of a link", () => {
  const endpoints = { orders: { sqs: "orders.fifo" }, feed: topic("feed", true), inbox: queue("inbox") };
  const hops = {
    out: { from: "orders", to: "feed", function: { memoryMb: 512, timeoutSeconds: 60, maxConcurrency: 4 } },
    back: { from: "feed", to: "inbox" },
  };

  it("is its plan, in the words of the cost model", async () => {
    const plans = await deployment(aFabric(endpoints, hops, { gcp }));
    const [out, back] = plans.functions.map((plan) => shapeOf(plans, plan));
    expect(out).toMatchObject({
      name: "retail/out",
      cloud: "aws",
      region: "eu-west-1",
      memoryMb: 512,
      timeoutSeconds: 60,
      maxConcurrency: 4,
      source: { broker: "sqs", fifo: true },
      targets: [{ broker: "pubsub", ordered: true }],
      batch: { maxMessages: 10, windowSeconds: 0 },
      logs: { summaries: true, platform: false, retentionDays: 30 },
    });
    expect(back).toMatchObject({
      name: "retail/back",
      cloud: "gcp",
      region: "europe-west1",
      cpu: 1,
      concurrency: 80,
      source: { broker: "pubsub" },
      targets: [{ broker: "sqs", fifo: false }],
      logs: { summarySeconds: 10 },
    });
  });

  it("says where a topic lands that it sends to", async () => {
    const lands = { ...endpoints, feed: { pubsub: "feed", ordered: true, landsIn: { gcs: { bucket: "shop" } } } };
    const plans = await deployment(aFabric(lands, hops, { gcp }));
    const [plan] = plans.functions;
    expect(plan && shapeOf(plans, plan).targets).toMatchObject([{ broker: "pubsub", landing: "gcs" }]);
  });
});
