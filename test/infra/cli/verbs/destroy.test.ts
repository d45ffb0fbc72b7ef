// With a terraform that makes nothing. With the real tools, and both clouds: test/journeys/deploy-both.test.ts.

import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyLock, lockText } from "../../../../shared/fabric/deployment/lock.ts";
import { aFile, topic } from "../../../shared/fabric/a-fabric.ts";
import { aMonitoring } from "../../../support/deploy/a-monitoring.ts";
import { aTerraform } from "../../../support/deploy/a-terraform.ts";
import { runCommand, temporaryFolder } from "../../../support/run-command.ts";

const parent = temporaryFolder();
let monitoring: Awaited<ReturnType<typeof aMonitoring>>;
beforeAll(async () => {
  monitoring = await aMonitoring();
});
afterAll(() => monitoring.close());

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const hops = { on: { from: "feed", to: "copy" } };

function aFolder(endpoints: object = { feed: topic("feed"), copy: topic("copy") }) {
  const folder = mkdtempSync(join(parent, "f-"));
  writeFileSync(join(folder, "fabric.yaml"), aFile({ aws: undefined, gcp, endpoints, hops }));
  const lockFile = join(folder, "fabric.lock.json");
  writeFileSync(lockFile, lockText({ ...emptyLock("retail"), google: true }));
  const terraform = aTerraform(folder);
  const environment = { TERRAFORM_BINARY_NAME: terraform.program, MONITORING_HOST: monitoring.url };
  const destroy = (...words: readonly string[]) => runCommand(folder, ["destroy", ...words], "", { environment });
  return { ...terraform, folder, lockFile, destroy };
}

describe("hopspan destroy", { timeout: 120_000 }, () => {
  it("takes everything away where nothing waits, and the lock with it", async () => {
    const { destroy, calls, lockFile } = aFolder();
    monitoring.waiting.clear();
    monitoring.waiting.set("retail--on", 0);
    expect(await destroy()).toMatchObject({ code: 0, out: "fabric retail is gone\n" });
    expect([calls().map((call) => call.split(" ")[0]), existsSync(lockFile)]).toEqual([["init", "destroy"], false]);
  });

  it("refuses where messages wait, and goes on with --drop-messages", async () => {
    const { destroy, calls, lockFile } = aFolder();
    monitoring.waiting.set("retail--on", 1);
    expect(await destroy()).toEqual({
      code: 1,
      out: "",
      err: [
        "refused: this would lose",
        "  subscription retail--on: 1 message",
        "To go on, let the messages drain, or lose them with --drop-messages.",
        "",
      ].join("\n"),
    });
    expect([calls(), existsSync(lockFile)]).toEqual([[], true]);
    expect((await destroy("--drop-messages")).code).toBe(0);
  });

  it("refuses where a table has rows, whatever becomes of messages, and goes on with --drop-rows", async () => {
    const lands = { feed: topic("feed"), copy: { pubsub: "copy", landsIn: { bigquery: { table: "shop.copy" } } } };
    const { destroy, calls } = aFolder(lands);
    monitoring.waiting.set("retail--copy.lands", 2).set("retail--on", 0);
    const both = await destroy();
    expect([both.code, both.err.split("\n").slice(1)]).toEqual([
      1,
      [
        "  subscription retail--copy.lands: 2 messages",
        "  table shop.copy: its rows",
        "To go on, let the messages drain, or lose them with --drop-messages; lose the tables with --drop-rows.",
        "",
      ],
    ]);
    const rows = await destroy("--drop-messages");
    expect([rows.code, rows.err]).toEqual([
      1,
      expect.stringContaining("To go on, lose the tables with --drop-rows.\n"),
    ]);
    expect(calls()).toEqual([]);
    expect((await destroy("--drop-messages", "--drop-rows")).code).toBe(0);
  });

  it("does not take for nothing what nobody tells", async () => {
    const { folder, program, calls } = aFolder();
    const environment = { TERRAFORM_BINARY_NAME: program, MONITORING_HOST: "http://127.0.0.1:1" };
    const { code, err } = await runCommand(folder, ["destroy"], "", { environment });
    expect([code, err, calls()]).toEqual([
      3,
      "hopspan: how many messages wait in Google Cloud could not be asked (Cloud Monitoring can't be reached): mend that, or use --drop-messages\n",
      [],
    ]);
  });

  it("ends with 1 where a tool refuses, and keeps the lock", async () => {
    const { destroy, behave, lockFile } = aFolder();
    behave({ codes: { destroy: 1 } });
    const { code, err } = await destroy("--drop-messages");
    expect([code, err, existsSync(lockFile)]).toEqual([
      1,
      expect.stringContaining("hopspan: terraform destroy ended with 1"),
      true,
    ]);
  });
});
