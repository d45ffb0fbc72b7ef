// With a terraform that makes nothing. With the real tools, and both clouds: test/journeys/deploy-both.test.ts.

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Lock } from "../../../../shared/fabric/deployment/lock.ts";
import { aFile, topic } from "../../../shared/fabric/a-fabric.ts";
import { aTerraform, type Behaviour } from "../../../support/deploy/a-terraform.ts";
import { runCommand, startCommand, temporaryFolder } from "../../../support/run-command.ts";

const parent = temporaryFolder();
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
/** Who the functions of these links are, as terraform tells it once they are made. */
const outputsOf = (...links: readonly string[]) => ({
  hopspan: {
    fabric: "retail",
    project: "retail-analytics",
    service_accounts: Object.fromEntries(links.map((link) => [`retail/${link}`, { email: "e@p", unique_id: "1" }])),
  },
});

/** A fabric in Google Cloud only, in a folder of its own. */
function aFolder(behaviour: Behaviour = {}) {
  const folder = mkdtempSync(join(parent, "f-"));
  const write = (endpoints: object, hops: object) =>
    writeFileSync(join(folder, "fabric.yaml"), aFile({ aws: undefined, gcp, endpoints, hops }));
  write({ feed: topic("feed"), copy: topic("copy") }, { on: { from: "feed", to: "copy" } });
  const terraform = aTerraform(folder, { outputs: outputsOf("on", "over"), ...behaviour });
  const launch = { environment: { TERRAFORM_BINARY_NAME: terraform.program } };
  return {
    ...terraform,
    folder,
    write,
    launch,
    deploy: (...words: readonly string[]) => runCommand(folder, ["deploy", ...words], "", launch),
    lock: (): Lock => JSON.parse(readFileSync(join(folder, "fabric.lock.json"), "utf8")),
  };
}

describe("hopspan deploy", { timeout: 120_000 }, () => {
  it("says in one line that all is there; the tools' words go to standard error", async () => {
    const { deploy, calls } = aFolder();
    const { code, out, err } = await deploy();
    expect([code, out]).toEqual([0, "fabric retail is deployed; fabric.lock.json goes into version control\n"]);
    expect(err).toContain("\n== Google Cloud: terraform plan\nterraform init\nterraform plan\n");
    expect(err).toContain("\n== Google Cloud: terraform apply\nterraform apply\n");
    expect(calls().map((call) => call.split(" ")[0])).toEqual(["init", "plan", "show", "apply", "output"]);
  });

  it("asks before anything is lost, and touches nothing until it may", async () => {
    const { deploy, calls, write } = aFolder();
    await deploy();
    calls();
    write({ feed: topic("feed"), copy: topic("copy") }, { over: { from: "feed", to: "copy" } });
    const { code, out, err } = await deploy();
    expect([code, out, calls()]).toEqual([1, "", []]);
    expect(err.split("\n").map((line) => line.split("--accept-loss ")[1] ?? "")).toEqual([
      "",
      "gcp/subscription/retail-analytics/retail--on",
      "gcp/topic/retail-analytics/retail--on--dead",
      "all.",
      "",
    ]);
    const agreed = ["subscription/retail-analytics/retail--on", "topic/retail-analytics/retail--on--dead"].flatMap(
      (address) => ["--accept-loss", `gcp/${address}`],
    );
    expect((await deploy(...agreed.slice(0, 2))).code).toBe(1);
    expect((await deploy(...agreed)).code).toBe(0);
  });

  it("asks terraform what would be lost where there is no lock, and names it with the words to accept it", async () => {
    const before = { project: "retail-analytics", name: "forgotten" };
    const change = { actions: ["delete"], before, after: null };
    const changes = [{ address: "google_pubsub_topic.topic_forgotten", type: "google_pubsub_topic", change }];
    const { folder, deploy, calls, behave } = aFolder({ changes });
    const { code, out, err } = await deploy();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(
      [
        "refused: this would lose",
        "  topic forgotten: what it keeps, and the subscriptions of others   --accept-loss gcp/topic/retail-analytics/forgotten",
        "To go on, repeat the command with these options, or with --accept-loss all.",
        "",
      ].join("\n"),
    );
    expect(calls().map((call) => call.split(" ")[0])).toEqual(["init", "plan", "show"]);
    expect(existsSync(join(folder, "fabric.lock.json"))).toBe(false);
    const agreed = ["--accept-loss", "gcp/topic/retail-analytics/forgotten"];
    expect(await deploy(...agreed)).toMatchObject({ code: 0 });
    behave({ outputs: outputsOf("on") });
    const again = await deploy(...agreed);
    expect([again.code, again.err]).toEqual([
      0,
      expect.stringContaining(`note: ${agreed.join(" ")}: nothing of this address would be lost\n`),
    ]);
  });

  it("ends with 3 where there are no credentials, as every verb does", async () => {
    const { deploy } = aFolder({ codes: { plan: 1 }, complaints: { plan: "could not find default credentials" } });
    expect(await deploy()).toMatchObject({
      code: 3,
      err: expect.stringContaining("hopspan: terraform has no credentials"),
    });
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends in order on %s: terraform hears of it once, and the lock knows",
    async (signal) => {
      const { folder, launch, lock } = aFolder({ hangs: "apply" });
      const { child, end } = startCommand(folder, ["deploy"], launch);
      child.stderr.on("data", (chunk: Buffer) => {
        if (String(chunk).includes("hangs")) child.kill(signal);
      });
      const { code, out, err } = await end;
      expect([code, out]).toEqual([1, ""]);
      expect(err).toMatch(
        /interrupts: 1\nhopspan: terraform apply was ended: run the command again to go on from there\n$/,
      );
      expect([lock().made, Object.keys(lock().begun)]).toEqual([
        {},
        expect.arrayContaining(["gcp/topic/retail-analytics/feed", "gcp/subscription/retail-analytics/retail--on"]),
      ]);
    },
  );

  it("ends with 3 where terraform is missing, and with 2 where the file or the command is wrong", async () => {
    const { folder, write, deploy } = aFolder();
    const missing = { environment: { TERRAFORM_BINARY_NAME: "no-such-terraform" } };
    expect((await runCommand(folder, ["deploy"], "", missing)).code).toBe(3);
    expect(await deploy("a.yaml", "b.yaml")).toMatchObject({ code: 2, err: "hopspan: one fabric file is enough\n" });
    write({ feed: topic("feed") }, { on: { from: "feed", to: "fed" } });
    expect((await deploy()).code).toBe(2);
    expect(existsSync(join(folder, "fabric.lock.json"))).toBe(false);
  });
});
