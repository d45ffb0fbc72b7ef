// With a terraform that makes nothing and a fabric in Google Cloud only: the order of steps, and what the lock says at each.
// Both clouds together, with the real tools, are test/journeys/deploy-both.test.ts.

import { existsSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { compareFabric, deployFabric } from "../../../infra/deploy/deploy-fabric.ts";
import { loadDeployment } from "../../../infra/load-deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { emptyLock, lockText, parseLock } from "../../../shared/fabric/deployment/lock.ts";
import { aGoogleApi } from "../../support/deploy/a-google-api.ts";
import { accounts, aSite, gone } from "../../support/deploy/a-site.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const parent = temporaryFolder();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const all = async (file: string) => Object.keys(inventory((await loadDeployment({ file })).deployment)).toSorted();
const stray = gone("google_pubsub_topic", { name: "stray" });
const STRAY = "gcp/topic/retail-analytics/stray";

describe("deploying", { timeout: 120_000 }, () => {
  it("plans, applies that plan, and locks what came of it; the second time there is nothing to apply", async () => {
    const fabric = aSite(parent);
    fabric.behave({});
    expect(await deployFabric(await fabric.site())).toEqual({ losses: [], refused: [] });
    const calls = fabric.calls().map((call) => call.replace(" -input=false -no-color", ""));
    expect(calls).toEqual([
      "init",
      "plan -detailed-exitcode -out=hopspan.tfplan",
      "show -json hopspan.tfplan",
      "apply hopspan.tfplan",
      "output -json",
    ]);
    expect(fabric.steps).toEqual(["Google Cloud: terraform plan", "Google Cloud: terraform apply"]);
    const atApply = parseLock(fabric.watched(), "f", "retail");
    expect([atApply.google, atApply.made, Object.keys(atApply.begun)]).toEqual([true, {}, await all(fabric.file)]);
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

  it("asks terraform itself what would be lost, whatever the lock knows, and does nothing without consent", async () => {
    const fabric = aSite(parent);
    fabric.behave({ changes: [stray] });
    const losses = [{ address: STRAY, loss: "topic stray: what it keeps, and the subscriptions of others" }];
    expect(await deployFabric(await fabric.site("gcp/topic/retail-analytics/other"))).toEqual({
      losses,
      refused: losses,
    });
    expect([fabric.verbs(), existsSync(fabric.lockFile)]).toEqual([["init", "plan", "show"], false]);
    expect(await deployFabric(await fabric.site(STRAY))).toEqual({ losses, refused: [] });
    expect(fabric.verbs()).toContain("apply");
  });

  it("empties a bucket that is to go with consent, and takes no dataset with tables of others", async () => {
    const api = await aGoogleApi();
    closing.push(api.close);
    const fabric = aSite(parent, api.environment);
    api.objects.set("archive", new Set(["a", "b"]));
    api.tables.set("retail-analytics/shop", ["rows", "theirs"]);
    const changes = [
      gone("google_storage_bucket", { name: "archive" }),
      gone("google_bigquery_dataset", { dataset_id: "shop" }),
      gone("google_bigquery_table", { dataset_id: "shop", table_id: "rows" }),
    ];
    fabric.behave({ changes });
    await expect(deployFabric(await fabric.site("all"))).rejects.toThrow("shop.theirs: not the fabric's");
    expect([api.objects.get("archive")?.size, fabric.verbs().includes("apply")]).toEqual([2, false]);
    api.tables.set("retail-analytics/shop", ["rows"]);
    await deployFabric(await fabric.site("all"));
    expect([api.objects.get("archive")?.size, fabric.verbs().includes("apply")]).toEqual([0, true]);
  });

  it("brings a pool back that Google still keeps the name of, tells terraform of it, and plans anew", async () => {
    const api = await aGoogleApi();
    closing.push(api.close);
    const fabric = aSite(parent, api.environment);
    const POOL = "projects/retail-analytics/locations/global/workloadIdentityPools/hopspan--retail";
    api.pools.set(POOL, { state: "DELETED", displayName: "Hopspan retail" });
    const after = {
      project: "retail-analytics",
      workload_identity_pool_id: "hopspan--retail",
      display_name: "Hopspan retail",
    };
    const type = "google_iam_workload_identity_pool";
    fabric.behave({
      changes: [{ address: `${type}.pool`, type, change: { actions: ["create"], before: null, after } }],
    });
    await deployFabric(await fabric.site());
    expect(api.pools.get(POOL)?.state).toBe("ACTIVE");
    const calls = fabric.calls().map((call) => call.replace(" -input=false -no-color", ""));
    expect(calls.slice(3, 7).map((call) => call.split(" ")[0])).toEqual(["import", "plan", "show", "apply"]);
    expect(calls).toContain(`import ${type}.pool ${POOL}`);
  });

  it("that fails leaves a lock that knows what was begun, and goes on when it is repeated", async () => {
    const fabric = aSite(parent);
    fabric.behave({ codes: { apply: 1 } });
    await expect(deployFabric(await fabric.site())).rejects.toThrow("terraform apply ended with 1");
    const things = await all(fabric.file);
    expect([fabric.lock().made, Object.keys(fabric.lock().begun)]).toEqual([{}, things]);
    fabric.behave({});
    await deployFabric(await fabric.site());
    expect([Object.keys(fabric.lock().made), fabric.lock().begun]).toEqual([things, {}]);
  });

  it("makes nothing anew where terraform's state is lost, unless just that is agreed to", async () => {
    const fabric = aSite(parent);
    fabric.behave({});
    await deployFabric(await fabric.site());
    fabric.verbs();
    const [address, type] = ["google_pubsub_topic.it", "google_pubsub_topic"];
    const changes = [{ address, type, change: { actions: ["create"], before: null, after: {} } }];
    fabric.behave({ changes, resources: null });
    const STATE = "gcp/state/retail-analytics/retail";
    for (const way of [deployFabric, compareFabric])
      await expect(way(await fabric.site("all"))).rejects.toMatchObject({
        code: "STATE_LOST",
        message: expect.stringContaining(`or make all of it anew with --accept-loss ${STATE}`),
      });
    expect(fabric.verbs()).toEqual(["init", "plan", "show", "state", "init", "plan", "show", "state"]);
    fabric.behave({ changes });
    expect(await deployFabric(await fabric.site())).toEqual({ losses: [], refused: [] });
    fabric.behave({ changes, resources: 0 });
    const { losses, refused } = await deployFabric(await fabric.site(STATE));
    expect([losses, refused]).toEqual([
      [{ address: STATE, loss: "state retail: what terraform knows of Google Cloud" }],
      [],
    ]);
  });

  it("that was stopped before anything was made needs no state to go on", async () => {
    const fabric = aSite(parent);
    fabric.behave({ codes: { apply: 1 } });
    await expect(deployFabric(await fabric.site())).rejects.toThrow("terraform apply ended with 1");
    const changes = [{ address: "t.it", type: "t", change: { actions: ["create"], before: null, after: {} } }];
    fabric.behave({ changes, resources: null });
    expect((await deployFabric(await fabric.site())).refused).toEqual([]);
  });

  it("that changes nothing leaves no lock where it fails before", async () => {
    for (const verb of ["init", "plan", "show"]) {
      const fabric = aSite(parent);
      fabric.behave({ codes: { [verb]: 1 } });
      await expect(deployFabric(await fabric.site())).rejects.toThrow(`terraform ${verb} ended with 1`);
      expect(existsSync(fabric.lockFile)).toBe(false);
    }
  });

  it("stops before it applies where another deployment has written the lock meanwhile", async () => {
    const fabric = aSite(parent);
    fabric.behave({});
    const late = await fabric.site();
    await deployFabric(await fabric.site());
    const [theirs] = [fabric.lock(), fabric.verbs()];
    await expect(deployFabric(late)).rejects.toMatchObject({ code: "LOCK_CHANGED" });
    expect([fabric.lock(), fabric.verbs().includes("apply")]).toEqual([theirs, false]);
  });

  it("is not for a Google half that is in a terraform of its owner's", async () => {
    const fabric = aSite(parent);
    writeFileSync(fabric.lockFile, lockText({ ...emptyLock("retail"), module: true }));
    for (const way of [deployFabric, compareFabric])
      await expect(way(await fabric.site())).rejects.toThrow("is in a terraform of your own");
    expect(fabric.calls()).toEqual([]);
  });

  it("is ended between two steps, or in one, and says how to go on", async () => {
    const inPlan = aSite(parent);
    inPlan.behave({ hangs: "plan" });
    await expect(deployFabric(await inPlan.site())).rejects.toThrow("terraform plan was ended");
    expect([inPlan.verbs(), existsSync(inPlan.lockFile)]).toEqual([["init", "plan"], false]);
    await expect(deployFabric(await inPlan.site())).rejects.toThrow('ended before "Google Cloud: terraform plan"');

    const inApply = aSite(parent);
    inApply.behave({ hangs: "apply" });
    await expect(deployFabric(await inApply.site())).rejects.toThrow("terraform apply was ended");
    expect([inApply.lines.at(-1), Object.keys(inApply.lock().begun)]).toEqual([
      "interrupts: 1",
      await all(inApply.file),
    ]);
  });
});

describe("comparing", { timeout: 120_000 }, () => {
  it("plans, tells what would be lost, and changes nothing, not even the lock", async () => {
    const fabric = aSite(parent);
    fabric.behave({ changes: [stray] });
    expect((await compareFabric(await fabric.site("all"))).map(({ address }) => address)).toEqual([STRAY]);
    expect(fabric.verbs()).toEqual(["init", "plan", "show"]);
    expect([fabric.steps, existsSync(fabric.lockFile)]).toEqual([["Google Cloud: terraform plan"], false]);
  });
});
