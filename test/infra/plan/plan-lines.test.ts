import { describe, expect, it } from "vitest";
import { parseLoad } from "../../../infra/cost/parse-load.ts";
import { planFabric } from "../../../infra/plan/plan-fabric.ts";
import { longLines, SECTIONS, shortLines } from "../../../infra/plan/plan-lines.ts";
import type { Problem } from "../../../shared/core/errors.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { emptyLock, type Lock } from "../../../shared/fabric/deployment/lock.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
const hops = { out: { from: "orders", to: "feed" }, back: { from: "feed", to: "inbox" } };
const load = parseLoad({ rate: "10/s", size: "1KB" });

const problem = (severity: Problem["severity"], message: string): Problem => ({ severity, code: "X", message });

async function planOf(lock: Partial<Lock> = {}, warnings: readonly Problem[] = [], gaps: readonly Problem[] = []) {
  const fabric = aFabric(endpoints, hops, { gcp });
  const plans = await deployment(fabric);
  const known = { ...emptyLock("retail"), ...lock };
  const loaded = { fabric, deployment: plans, lock: known, lockFile: "fabric.lock.json", warnings, gaps };
  return planFabric(loaded, load, new Date("2026-11-25"));
}
const made = async () => inventory(await deployment(aFabric(endpoints, hops, { gcp })));

describe("a plan in short", () => {
  it("fits a screen, and 80 columns but for what is said of problems and advice", async () => {
    const lines = shortLines(await planOf());
    expect(lines.length).toBeLessThan(45);
    const wide = lines.filter((line) => line.length > 80 && !/cheaper:|warning:|^ {2}[+~!-]|^Rights/.test(line));
    expect(wide).toEqual([]);
  });

  it("has what is done in both clouds, the rights, what check warns of, and the cost of each hop", async () => {
    const lines = shortLines(await planOf({}, [problem("warning", "look there"), problem("note", "so it is")]));
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^plan of fabric retail: [0-9]+ to make$/),
        "  + hop out: function, event source, role, log",
        "  + hop back: function, account, topic retail--back--dead, subscription retail--back",
        expect.stringMatching(/^Rights: 2 functions have 5, .* --show rights names them.$/),
        "check: 1 warning (and 1 note: --show check)",
        "  warning: look there",
        "  hop                 $ month   low to high  $/million  floor   idle",
        expect.stringMatching(/^ {2}out +17\.1 +4\.78 to 28\.4 +0\.650 /),
      ]),
    );
    expect(lines.join("\n")).not.toContain("so it is");
  });

  it("says that nothing changes, and that check has nothing to warn of", async () => {
    const lines = shortLines(await planOf({ made: await made() }));
    expect(lines).toEqual(
      expect.arrayContaining([
        "plan of fabric retail: nothing changes",
        "Nothing changes.",
        "check has nothing to warn of.",
      ]),
    );
  });

  it("begins with what stops a deployment, and with what the lock does not know", async () => {
    const lines = shortLines(await planOf({}, [], [problem("error", "the number is missing")]));
    expect(lines.slice(1, 3)).toEqual([
      "error: the number is missing",
      "Nothing can be deployed before that is put right; until then the plan says 000000000000 or nowhere for it.",
    ]);
    const older = Object.fromEntries(
      Object.entries(await made()).map(([address, thing]) => [address, { ...thing, older: true as const }]),
    );
    expect(shortLines(await planOf({ made: older }))[1]).toMatch(/^The lock was written by an older Hopspan, /);
  });
});

describe("a plan in full", () => {
  it("has all its parts, or those that are asked for: notes too, each right, each item of the cost", async () => {
    const plan = await planOf({}, [problem("note", "so it is")]);
    const all = longLines(plan, SECTIONS).join("\n");
    for (const said of ["+ event source retail--out", "takes from the source", "note: so it is", "Pub/Sub publish"])
      expect(all).toContain(said);
    const some = longLines(plan, ["check"]);
    expect(some.slice(1)).toEqual(["", "check: 0 warnings", "  note: so it is"]);
  });
});
