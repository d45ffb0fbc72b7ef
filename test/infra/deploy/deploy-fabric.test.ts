// With a terraform that makes nothing and a fabric in Google Cloud only: the order of steps, and what the lock says at each.
// Both clouds together, with the real tools, are test/journeys/deploy-both.test.ts.

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareFabric, deployFabric, destroyFabric } from "../../../infra/deploy/deploy-fabric.ts";
import type { Site } from "../../../infra/deploy/site.ts";
import { loadDeployment } from "../../../infra/load-deployment.ts";
import { lockText, parseLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFile, topic } from "../../shared/fabric/a-fabric.ts";
import { buildOnce } from "../../support/built.ts";
import { aTerraform, type Behaviour } from "../../support/deploy/a-terraform.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const parent = temporaryFolder();
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const hops = { on: { from: "feed", to: "copy" } };
const text = aFile({ aws: undefined, gcp, endpoints: { feed: topic("feed"), copy: topic("copy") }, hops });
const accounts = { "retail/on": { email: "hop@retail-analytics.iam.gserviceaccount.com", unique_id: "112233" } };
const outputs = { service_accounts: accounts };

/** A fabric in a folder of its own, and how to go about it. */
function aFolder() {
  const folder = mkdtempSync(join(parent, "f-"));
  const file = join(folder, "fabric.yaml");
  writeFileSync(file, text);
  const lockFile = join(folder, "fabric.lock.json");
  const terraform = aTerraform(folder);
  const ended = new AbortController();
  const steps: string[] = [];
  const lines: string[] = [];
  const site = async (): Promise<Site> => ({
    wanted: { file },
    loaded: await loadDeployment({ file }),
    environment: { PATH: terraform.folder },
    onLine: (line) => {
      lines.push(line);
      if (line === "hangs") ended.abort();
    },
    onStep: (step) => steps.push(step),
    build: buildOnce,
    ended: ended.signal,
  });
  return {
    ...terraform,
    file,
    lockFile,
    steps,
    lines,
    site,
    lock: () => parseLock(readFileSync(lockFile, "utf8"), lockFile, "retail"),
    behave: (behaviour: Behaviour) => terraform.behave({ outputs, watches: lockFile, ...behaviour }),
    verbs: () => terraform.calls().map((call) => call.split(" ")[0]),
  };
}

describe("deploying", { timeout: 120_000 }, () => {
  it("plans, applies that plan, and locks what came of it; the second time there is nothing to apply", async () => {
    const fabric = aFolder();
    fabric.behave({});
    await deployFabric(await fabric.site());
    expect([fabric.verbs(), fabric.steps]).toEqual([
      ["init", "plan", "apply", "output"],
      ["Google Cloud: terraform apply"],
    ]);
    const atApply = parseLock(fabric.watched(), "f", "retail");
    expect([atApply.google, atApply.made, Object.keys(atApply.begun)]).toEqual([
      true,
      {},
      [
        "gcp/function/retail-analytics/europe-west1/retail--on",
        "gcp/subscription/retail-analytics/retail--on",
        "gcp/topic/retail-analytics/copy",
        "gcp/topic/retail-analytics/feed",
        "gcp/topic/retail-analytics/retail--on--dead",
      ],
    ]);
    const done = fabric.lock();
    expect(done).toEqual({
      ...atApply,
      serviceAccounts: { "retail/on": { email: accounts["retail/on"].email, uniqueId: "112233" } },
      made: atApply.begun,
      begun: {},
    });
    fabric.behave({ codes: { plan: 0 } });
    await deployFabric(await fabric.site());
    expect([fabric.verbs(), lockText(fabric.lock())]).toEqual([["init", "plan", "output"], lockText(done)]);
  });

  it("that fails leaves a lock that knows what was begun, and goes on when it is repeated", async () => {
    const fabric = aFolder();
    fabric.behave({ codes: { apply: 1 } });
    await expect(deployFabric(await fabric.site())).rejects.toThrow("terraform apply ended with 1");
    expect([fabric.lock().made, Object.keys(fabric.lock().begun).length]).toEqual([{}, 5]);
    fabric.behave({});
    await deployFabric(await fabric.site());
    expect([Object.keys(fabric.lock().made).length, fabric.lock().begun]).toEqual([5, {}]);
  });

  it("that changes nothing leaves no lock where it fails before", async () => {
    for (const verb of ["init", "plan"]) {
      const fabric = aFolder();
      fabric.behave({ codes: { [verb]: 1 } });
      await expect(deployFabric(await fabric.site())).rejects.toThrow(`terraform ${verb} ended with 1`);
      expect(existsSync(fabric.lockFile)).toBe(false);
    }
  });

  it("is ended between two steps, or in one, and says how to go on", async () => {
    const inPlan = aFolder();
    inPlan.behave({ hangs: "plan" });
    await expect(deployFabric(await inPlan.site())).rejects.toThrow("terraform plan was ended");
    expect([inPlan.verbs(), existsSync(inPlan.lockFile)]).toEqual([["init", "plan"], false]);
    await expect(deployFabric(await inPlan.site())).rejects.toThrow('ended before "Google Cloud: terraform apply"');

    const inApply = aFolder();
    inApply.behave({ hangs: "apply" });
    await expect(deployFabric(await inApply.site())).rejects.toThrow("terraform apply was ended");
    expect([inApply.lines.at(-1), Object.keys(inApply.lock().begun).length]).toEqual(["interrupts: 1", 5]);
  });
});

describe("comparing", { timeout: 120_000 }, () => {
  it("plans and writes nothing, not even the plan", async () => {
    const fabric = aFolder();
    fabric.behave({});
    await compareFabric(await fabric.site());
    expect(fabric.calls().map((call) => call.replace(" -input=false -no-color", ""))).toEqual([
      "init",
      "plan -detailed-exitcode",
    ]);
    expect([fabric.steps, existsSync(fabric.lockFile)]).toEqual([["Google Cloud: terraform plan"], false]);
  });
});

describe("destroying", { timeout: 120_000 }, () => {
  it("takes away all that the state knows, and the lock, which stays where it fails", async () => {
    const fabric = aFolder();
    fabric.behave({});
    await deployFabric(await fabric.site());
    fabric.calls();
    fabric.behave({ codes: { destroy: 1 } });
    await expect(destroyFabric(await fabric.site())).rejects.toThrow("terraform destroy ended with 1");
    expect(existsSync(fabric.lockFile)).toBe(true);
    fabric.behave({});
    await destroyFabric(await fabric.site());
    expect([fabric.verbs(), existsSync(fabric.lockFile)]).toEqual([["init", "destroy", "init", "destroy"], false]);
  });

  it("needs neither bundles nor a sound Google half: only where the state is", async () => {
    const fabric = aFolder();
    fabric.behave({});
    await destroyFabric(await fabric.site());
    const stack = join(fabric.file, "../.hopspan/retail/google/stacks/retail/cdk.tf.json");
    const { resource, terraform } = JSON.parse(readFileSync(stack, "utf8"));
    expect([resource, Object.keys(terraform.backend)]).toEqual([undefined, ["local"]]);
  });
});
