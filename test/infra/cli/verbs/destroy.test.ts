// With a terraform that makes nothing. With the real tools, and both clouds: test/journeys/deploy-both.test.ts.

import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emptyLock, lockText } from "../../../../shared/fabric/deployment/lock.ts";
import { aFile, topic } from "../../../shared/fabric/a-fabric.ts";
import { aGoogleApi } from "../../../support/deploy/a-google-api.ts";
import { aMonitoring } from "../../../support/deploy/a-monitoring.ts";
import { gone } from "../../../support/deploy/a-site.ts";
import { aTerraform, type Behaviour } from "../../../support/deploy/a-terraform.ts";
import { runCommand, temporaryFolder } from "../../../support/run-command.ts";

const parent = temporaryFolder();
let monitoring: Awaited<ReturnType<typeof aMonitoring>>;
let api: Awaited<ReturnType<typeof aGoogleApi>>;
beforeAll(async () => {
  monitoring = await aMonitoring();
  api = await aGoogleApi();
});
beforeEach(() => monitoring.waiting.clear());
afterAll(() => Promise.all([monitoring.close(), api.close()]));

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const hops = { on: { from: "feed", to: "copy" } };

const subscription = gone("google_pubsub_subscription", { name: "retail--on" });
const table = gone("google_bigquery_table", { dataset_id: "shop", table_id: "copy" });
const dataset = gone("google_bigquery_dataset", { dataset_id: "shop" });
const bucket = gone("google_storage_bucket", { name: "shop-archive" });

/** A fabric of which there is what terraform says, and a lock, if anything. */
function aFolder(changes: Behaviour["changes"] = [subscription]) {
  const folder = mkdtempSync(join(parent, "f-"));
  const endpoints = { feed: topic("feed"), copy: topic("copy") };
  writeFileSync(join(folder, "fabric.yaml"), aFile({ aws: undefined, gcp, endpoints, hops }));
  const lockFile = join(folder, "fabric.lock.json");
  const terraform = aTerraform(folder, changes.length === 0 ? { codes: { plan: 0 } } : { changes });
  const launch = {
    environment: { TERRAFORM_BINARY_NAME: terraform.program, MONITORING_HOST: monitoring.url, ...api.environment },
  };
  return {
    ...terraform,
    lockFile,
    lock: (more: object = { google: true }) => writeFileSync(lockFile, lockText({ ...emptyLock("retail"), ...more })),
    destroy: (...words: readonly string[]) => runCommand(folder, ["destroy", ...words], "", launch),
    without: (environment: Readonly<Record<string, string>>, ...words: readonly string[]) =>
      runCommand(folder, ["destroy", ...words], "", { environment: { ...launch.environment, ...environment } }),
    verbs: () => terraform.calls().map((call) => call.split(" ")[0]),
  };
}
const refusal = (err: string) => err.slice(err.indexOf("refused: "));

describe("hopspan destroy", { timeout: 120_000 }, () => {
  it("takes everything away where nothing waits, and the lock with it", async () => {
    const { destroy, verbs, lock, lockFile } = aFolder();
    lock();
    monitoring.waiting.set("retail--on", 0);
    expect(await destroy()).toMatchObject({ code: 0, out: "fabric retail is gone\n" });
    expect([verbs(), existsSync(lockFile)]).toEqual([["init", "plan", "show", "apply"], false]);
  });

  it("says that there is nothing of a fabric, or of a stage, that never was", async () => {
    const { destroy, verbs } = aFolder([]);
    expect(await destroy()).toMatchObject({ code: 0, out: "there is nothing of fabric retail in either cloud\n" });
    const { code, out } = await destroy("--stage", "tset");
    expect([code, out]).toMatchObject([
      0,
      expect.stringMatching(/^there is nothing of fabric retail\S+ in either cloud\n$/),
    ]);
    expect(verbs()).toEqual(["init", "plan", "init", "plan"]);
  });

  it("refuses where terraform's state is lost, keeps the lock, and forgets Google Cloud with --drop-state only", async () => {
    const { destroy, behave, verbs, lock, lockFile } = aFolder([]);
    for (const resources of [null, 0]) {
      lock();
      behave({ codes: { plan: 0 }, resources });
      const { code, out, err } = await destroy("--drop-messages");
      expect([code, out]).toEqual([1, ""]);
      expect(err).toMatch(
        /fabric\.lock\.json says that fabric retail is in Google Cloud, and terraform's state knows nothing of it; it is expected in \S+\.hopspan\/retail\.tfstate: bring it there from where the last deployment ran, or .* with --drop-state\n$/,
      );
      expect([verbs(), existsSync(lockFile)]).toEqual([["init", "plan", "state"], true]);
      const dropped = await destroy("--drop-state");
      expect([dropped.code, dropped.out]).toEqual([
        0,
        "fabric retail is gone from AWS; what it has in Google Cloud stays there, and is forgotten\n",
      ]);
      expect([verbs(), existsSync(lockFile)]).toEqual([["init", "plan", "state"], false]);
    }
  });

  it("refuses where messages wait, and goes on with --drop-messages", async () => {
    const { destroy, verbs, lock, lockFile } = aFolder();
    lock();
    monitoring.waiting.set("retail--on", 1);
    const { code, out, err } = await destroy();
    expect([code, out, refusal(err).split("\n")]).toEqual([
      1,
      "",
      [
        "refused: this would lose",
        "  subscription retail--on: 1 message",
        "To go on, let the messages drain, or lose them with --drop-messages.",
        "",
      ],
    ]);
    expect([verbs(), existsSync(lockFile)]).toEqual([["init", "plan", "show"], true]);
    expect((await destroy("--drop-messages")).code).toBe(0);
  });

  it("refuses where a topic keeps messages or others subscribe to it, and goes on with --drop-messages", async () => {
    const keeping = gone("google_pubsub_topic", { name: "feed", message_retention_duration: "86400s" });
    const { destroy, verbs } = aFolder([keeping, subscription]);
    api.subscriptions.set("retail-analytics/feed", [
      "projects/retail-analytics/subscriptions/retail--on",
      "projects/theirs/subscriptions/mine",
    ]);
    const { code, err } = await destroy();
    expect([code, refusal(err), verbs().includes("apply")]).toEqual([
      1,
      "refused: this would lose\n  topic feed: what it keeps for 1d\n  topic feed: the subscription of others projects/theirs/subscriptions/mine\nTo go on, lose with --drop-messages what goes with topics.\n",
      false,
    ]);
    expect((await destroy("--drop-messages")).code).toBe(0);
  });

  it("refuses where rows or objects would go, whatever becomes of messages, and goes on with a word for each", async () => {
    const { destroy, verbs } = aFolder([subscription, table, dataset, bucket]);
    monitoring.waiting.set("retail--on", 2);
    api.objects.set("shop-archive", new Set(["2026.avro"]));
    const all = await destroy();
    expect([all.code, refusal(all.err).split("\n").slice(1)]).toEqual([
      1,
      [
        "  subscription retail--on: 2 messages",
        "  table shop.copy: its rows",
        "  bucket shop-archive: its objects",
        "To go on, let the messages drain, or lose them with --drop-messages; lose the tables with --drop-rows; copy the objects elsewhere, or lose them with --drop-objects.",
        "",
      ],
    ]);
    const rest = await destroy("--drop-messages", "--drop-rows");
    expect([rest.code, refusal(rest.err)]).toEqual([
      1,
      "refused: this would lose\n  bucket shop-archive: its objects\nTo go on, copy the objects elsewhere, or lose them with --drop-objects.\n",
    ]);
    expect(verbs().includes("apply")).toBe(false);
    expect((await destroy("--drop-messages", "--drop-rows", "--drop-objects")).code).toBe(0);
    expect(api.objects.get("shop-archive")?.size).toBe(0);
  });

  it("takes no bucket for full that is empty, and no dataset with tables of others, whatever is said", async () => {
    const { destroy, verbs } = aFolder([dataset, bucket]);
    api.objects.set("shop-archive", new Set());
    api.tables.set("retail-analytics/shop", ["theirs"]);
    const words = ["--drop-messages", "--drop-rows", "--drop-objects"];
    const { code, err } = await destroy(...words);
    expect([code, refusal(err), verbs().includes("apply")]).toEqual([
      1,
      "refused: shop.theirs: not the fabric's, in a dataset that is to go: copy these tables elsewhere, or drop them, first\n",
      false,
    ]);
    api.tables.clear();
    expect((await destroy()).code).toBe(0);
  });

  it("does not take for nothing what nobody tells, and begins nothing", async () => {
    const { without, verbs } = aFolder();
    const { code, err } = await without({ MONITORING_HOST: "http://127.0.0.1:1" });
    expect([code, err.trimEnd().split("\n").at(-1), verbs().includes("apply")]).toEqual([
      3,
      "hopspan: how many messages wait in Google Cloud could not be asked (Cloud Monitoring can't be reached): mend that, or use --drop-messages",
      false,
    ]);
  });

  it("leaves a Google half alone that is in a terraform of its owner's, and says who takes it away", async () => {
    const { destroy, lock, lockFile, calls } = aFolder();
    lock({ module: true });
    const { code, err } = await destroy();
    expect([code, calls(), existsSync(lockFile)]).toEqual([1, [], true]);
    expect(err).toContain("hopspan: the Google half of fabric retail is in a terraform of your own");
  });

  it("ends with 1 where a tool refuses, and keeps the lock; with 3 where it finds no credentials", async () => {
    const { destroy, behave, lock, lockFile } = aFolder();
    lock();
    behave({ changes: [subscription], codes: { apply: 1 } });
    const { code, err } = await destroy("--drop-messages");
    expect([code, err, existsSync(lockFile)]).toEqual([
      1,
      expect.stringContaining("hopspan: terraform apply ended with 1"),
      true,
    ]);
    behave({ codes: { plan: 1 }, complaints: { plan: "could not find default credentials" } });
    expect((await destroy()).code).toBe(3);
  });
});
