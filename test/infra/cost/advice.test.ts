import { describe, expect, it } from "vitest";
import { advice } from "../../../infra/cost/advice.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import type { LinkShape } from "../../../infra/cost/shape.ts";
import { variants } from "../../../infra/cost/variants.ts";
import { queuePolicy } from "../../../shared/fabric/policies.ts";
import { aFabric, queue } from "../../shared/fabric/a-fabric.ts";
import { aLambdaShape, aLoad, aQueue, aRunShape, aTopic } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const given = (shape: LinkShape, perSecond = 100) =>
  advice({ shape, load: aLoad(perSecond) }, list).map(
    ({ setting, savesPerMonth }) => `${setting}: ${Math.round(savesPerMonth.assumed * 100) / 100}`,
  );
const low = { maxMessages: 10, windowSeconds: 0 };

describe("advice", () => {
  it("says what waiting for larger batches saves, and what not waiting costs", () => {
    expect(given(aLambdaShape({ batch: low }))).toEqual([
      "latency: normal: 80.44",
      "function.pollers: { min: 2 }: -33.76",
    ]);
    expect(given(aLambdaShape())).toEqual(["latency: low: -80.44"]);
  });

  it("says what a limit on concurrency and provisioned pollers cost a quiet queue", () => {
    expect(given(aLambdaShape({ maxConcurrency: 5 }), 0)).toEqual(["no function.maxConcurrency: 0.16"]);
    expect(given(aLambdaShape({ pollers: { min: 2 } }), 0)).toEqual(["no function.pollers: 13.51"]);
  });

  it("puts the largest saving first", () => {
    const shape = aRunShape({
      memoryMb: 1_024,
      source: aTopic({ udfs: 1 }),
      logs: { summaries: true, platform: true, retentionDays: 30 },
      targets: [aQueue({ kmsKey: "arn" })],
    });
    expect(given(shape, 1_000)).toEqual([
      "Cloud Run's request log excluded: 1468.51",
      "transforms of the hop instead of Pub/Sub's own (UDF): 116.07",
      "function.memoryMb: 512: 3.78",
      "no kmsKey: 0.05",
    ]);
  });

  it("names the region in which a copy pays for no bytes, and what order costs", () => {
    const shape = aLambdaShape({
      source: aQueue({ fifo: true }),
      targets: [aQueue({ region: "us-east-1" })],
      batch: low,
    });
    expect(given(shape)).toEqual(["a standard queue as the source: 150.14", "targets in eu-west-1: 19.53"]);
  });

  it("keeps silent where nothing is to be gained", () => {
    expect(given(aRunShape())).toEqual([]);
  });
});

describe("variants", () => {
  it("know the two latency classes as hops have them", () => {
    const hop = (latency: "low" | "normal") =>
      aFabric({ a: queue("a"), b: queue("b") }, { copy: { from: "a", to: "b", latency } }).hops.get("copy");
    const batches = (["normal", "low"] as const).map((latency) => {
      const found = hop(latency);
      return found === undefined ? undefined : queuePolicy(found, { fifo: false }).batch;
    });
    const [other] = batches.map((batch) => (batch === undefined ? [] : variants(aLambdaShape({ batch }))[0]?.shape));
    expect(batches).toEqual([{ maxMessages: 100, windowSeconds: 1 }, low]);
    expect(other).toMatchObject({ batch: low });
    expect(variants(aLambdaShape({ batch: low }))[0]?.shape).toMatchObject({ batch: batches[0] });
  });
});
