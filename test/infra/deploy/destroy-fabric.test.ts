// With a terraform that makes nothing and a fabric in Google Cloud only. Both clouds together, with the real tools, are
// test/journeys/deploy-both.test.ts.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { standing } from "../../../infra/deploy/destroy-fabric.ts";
import { emptyLock, lockText } from "../../../shared/fabric/deployment/lock.ts";
import { aGoogleApi } from "../../support/deploy/a-google-api.ts";
import { aSite, gone } from "../../support/deploy/a-site.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const parent = temporaryFolder();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A fabric that was deployed, as its lock says. */
function deployed(environment?: NodeJS.ProcessEnv) {
  const fabric = aSite(parent, environment);
  writeFileSync(fabric.lockFile, lockText({ ...emptyLock("retail"), google: true }));
  return fabric;
}
const feed = gone("google_pubsub_topic", { name: "feed" });

describe("destroying", { timeout: 120_000 }, () => {
  it("asks what there is, then takes just that away, and the lock, which stays where it fails", async () => {
    const fabric = deployed();
    fabric.behave({ changes: [feed], codes: { apply: 1 } });
    const all = await standing(await fabric.site());
    expect([all.isThere, all.things]).toEqual([true, [{ kind: "topic", project: "retail-analytics", name: "feed" }]]);
    const calls = fabric.calls().map((call) => call.replace(" -input=false -no-color", ""));
    expect(calls).toEqual([
      "init",
      "plan -detailed-exitcode -out=hopspan.tfplan -destroy",
      "show -json hopspan.tfplan",
    ]);
    await expect(all.destroy()).rejects.toThrow("terraform apply ended with 1");
    expect(existsSync(fabric.lockFile)).toBe(true);
    fabric.behave({ changes: [feed] });
    await (await standing(await fabric.site())).destroy();
    expect([fabric.verbs(), existsSync(fabric.lockFile)]).toEqual([["apply", "init", "plan", "show", "apply"], false]);
  });

  it("empties buckets first, since terraform would stop at one with objects in it", async () => {
    const api = await aGoogleApi();
    closing.push(api.close);
    const fabric = deployed(api.environment);
    api.objects.set("archive", new Set(["a"]));
    fabric.behave({ changes: [gone("google_storage_bucket", { name: "archive" })] });
    const all = await standing(await fabric.site());
    expect([all.holders.buckets, api.objects.get("archive")?.size]).toEqual([["archive"], 1]);
    await all.destroy();
    expect(api.objects.get("archive")?.size).toBe(0);
  });

  it("finds nothing of a fabric that was never deployed, and touches nothing", async () => {
    const fabric = aSite(parent);
    fabric.behave({ codes: { plan: 0 } });
    const all = await standing(await fabric.site());
    expect([all.isThere, all.things, all.holders.queues]).toEqual([false, [], []]);
    await all.destroy();
    expect([fabric.verbs(), existsSync(fabric.lockFile)]).toEqual([["init", "plan"], false]);
  });

  it("begins nothing where Google Cloud is out of reach", async () => {
    const fabric = deployed();
    fabric.behave({ codes: { plan: 1 }, complaints: { plan: "could not find default credentials" } });
    await expect(standing(await fabric.site())).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(existsSync(fabric.lockFile)).toBe(true);
  });

  it("needs neither bundles nor a sound Google half: only where the state is", async () => {
    const fabric = deployed();
    fabric.behave({});
    await standing({ ...(await fabric.site()), build: () => Promise.reject(new Error("built")) });
    const stack = join(fabric.file, "../.hopspan/retail/google/stacks/retail/cdk.tf.json");
    const { resource, terraform } = JSON.parse(readFileSync(stack, "utf8"));
    expect([resource, Object.keys(terraform.backend)]).toEqual([undefined, ["local"]]);
  });

  it("leaves a Google half alone that is in a terraform of its owner's", async () => {
    const fabric = aSite(parent);
    writeFileSync(fabric.lockFile, lockText({ ...emptyLock("retail"), module: true }));
    await expect(standing(await fabric.site())).rejects.toThrow("is in a terraform of your own");
    expect(fabric.calls()).toEqual([]);
  });
});
