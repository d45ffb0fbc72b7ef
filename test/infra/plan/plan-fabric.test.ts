import { describe, expect, it } from "vitest";
import { parseLoad } from "../../../infra/cost/parse-load.ts";
import type { Preview } from "../../../infra/load-deployment.ts";
import { planFabric } from "../../../infra/plan/plan-fabric.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = { orders: queue("orders"), feed: topic("feed") };
const hops = { out: { from: "orders", to: "feed" } };

async function loaded(more: Partial<Preview> = {}): Promise<Preview> {
  const fabric = aFabric(endpoints, hops, { gcp });
  const lock = emptyLock("retail");
  return {
    fabric,
    deployment: await deployment(fabric),
    lock,
    lockFile: "fabric.lock.json",
    warnings: [],
    gaps: [],
    ...more,
  };
}
const load = parseLoad({ rate: "10/s", size: "1KB" });
const now = new Date("2026-06-01");
const told = (changes: ReturnType<typeof planFabric>["changes"]) =>
  changes.map(({ verb, thing }) => `${verb} ${thing.kind} ${thing.name}`);

describe("the plan of a fabric", () => {
  it("of a first deployment makes everything, each function with its rights, and a cost for each link", async () => {
    const plan = planFabric(await loaded(), load, now);
    expect(told(plan.changes)).toEqual([
      "make queue orders",
      "make queue retail--orders--dead",
      "make function retail--out",
      "make event-source retail--out",
      "make role retail--out",
      "make log retail--out",
      "make pool-member retail--out",
      "make topic feed",
      "make pool hopspan--retail",
      "make provider aws-111122223333",
      "make stack retail",
      "make alarm-topic retail--alarms",
      "make alarm retail--age",
      "make alarm retail--dead-letters",
      "make alarm retail--errors",
      "make alarm retail--throttles",
      "make alarm retail--reconciliation",
      "make dashboard retail",
      "make dashboard Hopspan retail",
      "make services retail-analytics",
      "make state retail",
    ]);
    expect(plan.rights.functions.map(({ function: name, grants }) => [name, grants.length])).toEqual([
      ["retail--out", 3],
    ]);
    expect(plan.rights.others.map(({ who }) => who)).toEqual(["cloudwatch.amazonaws.com"]);
    expect(JSON.stringify(plan.cost)).toContain('"retail/out"');
  });

  it("holds the file against what the lock remembers, of what is done and of what was begun", async () => {
    const first = await loaded();
    const made = inventory(first.deployment);
    const gone = { "aws/queue/1/r/old": { cloud: "aws" as const, kind: "queue" as const, name: "old", settings: {} } };
    const plan = (lock: object) => told(planFabric({ ...first, lock: { ...first.lock, ...lock } }, load, now).changes);
    expect(plan({ made })).toEqual([]);
    expect(plan({ made: { ...made, ...gone } })).toEqual(["remove queue old"]);
    expect(plan({ made, begun: gone })).toEqual(["remove queue old"]);
  });

  it("says what goes along with an endpoint that goes, and whether the lock knows of everything", async () => {
    const first = await loaded();
    const made = inventory(first.deployment);
    const less = aFabric({ feed: topic("feed") }, {}, { gcp });
    const plan = planFabric(
      { ...first, fabric: less, deployment: await deployment(less), lock: { ...first.lock, made } },
      load,
      now,
    );
    const gone = plan.changes.find(({ address }) => address === "aws/queue/111122223333/eu-west-1/orders");
    expect(gone).toMatchObject({
      verb: "remove",
      where: ["111122223333", "eu-west-1"],
      takesAlong: expect.arrayContaining([
        "aws/queue/111122223333/eu-west-1/retail--orders--dead",
        "aws/function/111122223333/eu-west-1/retail--out",
      ]),
    });
    expect(plan.isPartlyKnown).toBe(false);
    const older = Object.fromEntries(
      Object.entries(made).map(([address, thing]) => [address, { ...thing, older: true as const }]),
    );
    expect(planFabric({ ...first, lock: { ...first.lock, made: older } }, load, now)).toMatchObject({
      changes: [],
      isPartlyKnown: true,
    });
  });

  it("says first what the file does not say yet", async () => {
    const gaps = [{ severity: "error" as const, code: "PROJECT_NUMBER", message: "a number is missing" }];
    const { findings } = planFabric(await loaded({ gaps }), load, now);
    expect(findings[0]).toEqual(gaps[0]);
  });

  it("says what check has found, and is plain JSON, the same each time", async () => {
    const warnings = [{ severity: "warning" as const, code: "X", message: "look there" }];
    const plan = planFabric(await loaded({ warnings }), load, now);
    expect(plan.findings.map(({ message }) => message)).toContain("look there");
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(planFabric(await loaded({ warnings }), load, now)).toEqual(plan);
  });
});
