import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadDeployment } from "../../../infra/load-deployment.ts";
import { fabricShape, shapeOf } from "../../../infra/plan/shape-of.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { EDITED } from "../../support/fabric-edits.ts";
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

  it("is so in every account and region, and for queues of others, that nobody here can watch", async () => {
    for (const { file } of EDITED) {
      const fabric = parseFabric(stringify(file, { aliasDuplicateObjects: false }), "fabric.yaml");
      const { unmetered, ...shape } = fabricShape(await deployment(fabric));
      expect(shape).toEqual(await madeOf(fabric));
      const alone = [...fabric.endpoints].flatMap(([name, { settings }]) => {
        const isSentTo = [...fabric.hops.values()].some(({ to }) => to.includes(name));
        return settings.landing === undefined || isSentTo ? [] : [name];
      });
      expect(unmetered ?? []).toEqual(alone);
    }
  }, 60_000);

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

  it("says what a topic keeps of what is sent there, and of what others send only once", async () => {
    const keeping = { ...endpoints, feed: { pubsub: "feed", ordered: true, retention: "1d" } };
    const shapes = async (all: object) => {
      const plans = await deployment(aFabric(keeping, all, { gcp }));
      return plans.functions.map((plan) => shapeOf(plans, plan));
    };
    const [out, back] = await shapes(hops);
    expect(out?.targets).toMatchObject([{ retentionSeconds: 86_400 }]);
    expect(back?.source).not.toHaveProperty("retentionSeconds");
    const [first, second] = await shapes({ back: hops.back, again: { from: "feed", to: "orders" } });
    expect(first?.source).toMatchObject({ retentionSeconds: 86_400 });
    expect(second?.source).not.toHaveProperty("retentionSeconds");
  });

  it("says whether rows have a key, which Pub/Sub puts in for as much again", async () => {
    const landing = (more: object) => ({
      schema: "order-row",
      landsIn: { bigquery: { table: "shop.orders", ...more } },
    });
    for (const [more, told] of [
      [{}, "bigquery"],
      [{ key: ["order_id"] }, "keyed"],
    ] as const) {
      const plans = await deployment(
        aFabric({ ...endpoints, feed: { pubsub: "feed", ordered: true, ...landing(more) } }, hops, { gcp }),
      );
      const [plan] = plans.functions;
      expect(plan && shapeOf(plans, plan).targets).toMatchObject([{ landing: told }]);
    }
  });
});
