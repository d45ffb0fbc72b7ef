import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadDeployment } from "../../../../infra/load-deployment.ts";
import { inventory } from "../../../../shared/fabric/deployment/inventory.ts";
import { emptyLock, lockText } from "../../../../shared/fabric/deployment/lock.ts";
import { aFile, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { aTerraform } from "../../../support/deploy/a-terraform.ts";
import { runProgram } from "../../../support/deploy/run-program.ts";
import { ROOT, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
const hops = { out: { from: "orders", to: "feed" }, back: { from: "feed", to: "inbox" } };
const write = (name: string, more: object = {}) =>
  writeFileSync(join(folder, name), aFile({ gcp, endpoints, hops, ...more }));

/** With nothing in its environment but where programs lie: no credentials, no region, no home. */
const plan = (...words: readonly string[]) =>
  runProgram(process.execPath, [join(ROOT, "infra/cli/hopspan.ts"), "plan", ...words], {
    folder,
    environment: { PATH: "/nowhere" },
  });

const ADDRESS = "aws/queue/111122223333/eu-west-1/old";

beforeAll(async () => {
  write("fabric.yaml");
  write("later.yaml");
  write("gaps.yaml", { gcp: { project: "retail-analytics", region: "europe-west1" } });
  const { deployment } = await loadDeployment({ file: join(folder, "later.yaml") });
  const old = { cloud: "aws" as const, kind: "queue" as const, name: "old", settings: {} };
  const made = { ...inventory(deployment), [ADDRESS]: old };
  writeFileSync(join(folder, "later.lock.json"), lockText({ ...emptyLock("retail"), made }));
});

describe("hopspan plan", () => {
  it("says in short what would be made, who may do what, what check finds and what it costs, without any cloud", async () => {
    const { code, out, err } = await plan();
    expect([code, err]).toEqual([0, ""]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^plan of fabric retail: [0-9]+ to make$/);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^AWS 111122223333 eu-west-1: [0-9]+ to make$/),
        "  + hop out: function, event source, role, log",
        expect.stringMatching(/^Google Cloud retail-analytics: [0-9]+ to make$/),
        "check has nothing to warn of (and 1 note: --show check).",
        expect.stringMatching(/^ {2}back +[0-9.]+ /),
      ]),
    );
    expect(readdirSync(folder).toSorted()).toEqual(["fabric.yaml", "gaps.yaml", "later.lock.json", "later.yaml"]);
  });

  it("says everything in full with --long, and one part of it with --show", async () => {
    const { out } = await plan("--long");
    for (const said of [
      "  + event source retail--out (hop out)",
      "  retail--back (Google Cloud)",
      "sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:inbox",
      "note: a message of feed can have",
      "Pub/Sub delivery",
    ])
      expect(out).toContain(said);
    expect(out.split("\n").filter((line) => line.length > 80 && !/^ +\S+$/.test(line))).toEqual([]);
    const rights = await plan("--show", "rights", "--show", "check");
    expect(rights.out).toContain("Rights of others");
    expect(rights.out).toContain("note: a message of feed can have");
    expect(rights.out).not.toContain("Pub/Sub delivery");
  });

  it("shows all that it can of a file that does not say yet which project it is for, and ends with 1", async () => {
    const { code, out, err } = await plan("gaps.yaml", "--live");
    expect([code, err]).toEqual([
      1,
      "hopspan: no cloud was asked: the file does not say yet which account and project it is for\n",
    ]);
    const [head, ...lines] = out.split("\n");
    expect(head).toMatch(/^plan of fabric retail: [0-9]+ to make$/);
    expect(lines[0]).toMatch(/^error: gaps.yaml:[0-9]+:[0-9]+: hop out runs on AWS and publishes/);
    expect(lines).toContain("  + hop out: function, event source, role, log");
    expect(JSON.parse((await plan("gaps.yaml", "--json")).out).findings[0]).toMatchObject({
      severity: "error",
      code: "PROJECT_NUMBER",
    });
  });

  it("tells in one line of a tool that is not there, once it has said what it knows without", async () => {
    const { code, out, err } = await plan("--live");
    expect([code, err]).toEqual([
      3,
      "hopspan: the Google half needs terraform (1.11 or newer) or tofu on the PATH: install one of them\n",
    ]);
    expect(out).toContain("plan of fabric retail");
  });

  it("asks AWS first, as deploy and destroy do, and ends with 3 where it has no credentials", async () => {
    const terraform = aTerraform(folder);
    const environment = {
      PATH: "/nowhere",
      HOME: "/nowhere",
      AWS_EC2_METADATA_DISABLED: "true",
      TERRAFORM_BINARY_NAME: terraform.program,
    };
    const words = [join(ROOT, "infra/cli/hopspan.ts"), "plan", "--live"];
    const { code, err } = await runProgram(process.execPath, words, { folder, environment });
    expect([code, err, terraform.calls()]).toEqual([
      3,
      expect.stringContaining("hopspan: there are no credentials for AWS"),
      [],
    ]);
  });

  it("is one JSON object with --json, also where something would be lost", async () => {
    const { code, out, err } = await plan("later.yaml", "--json");
    const told = JSON.parse(out);
    expect([code, out.trimEnd().includes("\n"), Object.keys(told)]).toEqual([
      1,
      false,
      ["fabric", "changes", "isPartlyKnown", "rights", "findings", "cost", "unaccepted"],
    ]);
    expect(told.unaccepted).toEqual(told.changes);
    expect(told.changes).toMatchObject([{ address: ADDRESS, verb: "remove", loss: "queue old: the messages in it" }]);
    expect(err).toContain(`--accept-loss ${ADDRESS}`);
  });

  it("ends with 1 where something would be lost, and with 0 once each loss, or all, is agreed to", async () => {
    const refused = await plan("later.yaml");
    expect([refused.code, refused.err]).toEqual([
      1,
      [
        "refused: this would lose",
        `  queue old: the messages in it   --accept-loss ${ADDRESS}`,
        "To go on, repeat the command with these options, or with --accept-loss all.",
        "",
      ].join("\n"),
    ]);
    expect(refused.out).toContain("      LOSES queue old: the messages in it");
    for (const accepted of [ADDRESS, "all"])
      expect(await plan("later.yaml", "--accept-loss", accepted)).toMatchObject({ code: 0, err: "" });
  });

  it("counts the cost of what each link is said to carry", async () => {
    const costOf = async (...words: readonly string[]) => JSON.parse((await plan("--json", ...words)).out).cost;
    expect(await costOf("--rate", "10/s", "--size", "1KB")).toEqual(await costOf());
    expect(await costOf("--rate", "500/s", "--size", "4KB", "--compressed", "25%")).not.toEqual(await costOf());
  });

  it("plans a stage with its own names and lock", async () => {
    const { code, out } = await plan("later.yaml", "--stage", "prod");
    expect([code, out.split("\n")[0]]).toEqual([
      0,
      expect.stringMatching(/^plan of fabric retail-at-prod: [0-9]+ to make$/),
    ]);
    expect(out).toContain("  + endpoint orders: queue orders-at-prod, queue retail-at-prod--orders--dead");
  });

  it.each([
    [["--rate", "often"], 'rate "often" is no rate above 0'],
    [["--stage", "Prod"], 'stage "Prod" must be a lower-case letter'],
    [["nowhere.yaml"], "nowhere.yaml: there is no such file"],
    [["one.yaml", "two.yaml"], "hopspan: one fabric file is enough"],
    [["--no-such-option"], "--no-such-option"],
  ])("ends with 2 where it is called wrongly: %s", async (words, said) => {
    const { code, out, err } = await plan(...words);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(said)]);
  });
});
