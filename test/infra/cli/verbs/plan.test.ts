import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadDeployment } from "../../../../infra/load-deployment.ts";
import { inventory } from "../../../../shared/fabric/deployment/inventory.ts";
import { emptyLock, lockText } from "../../../../shared/fabric/deployment/lock.ts";
import { aFile, queue, topic } from "../../../shared/fabric/a-fabric.ts";
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
  const { deployment } = await loadDeployment({ file: join(folder, "later.yaml") });
  const old = { cloud: "aws" as const, kind: "queue" as const, name: "old", settings: {} };
  const made = { ...inventory(deployment), [ADDRESS]: old };
  writeFileSync(join(folder, "later.lock.json"), lockText({ ...emptyLock("retail"), made }));
});

describe("hopspan plan", () => {
  it("says what would be made, every right, what check finds and what it costs, without any cloud", async () => {
    const { code, out, err } = await plan();
    expect([code, err]).toEqual([0, ""]);
    const lines = out.split("\n");
    expect(lines.slice(0, 4)).toEqual(["plan of fabric retail", "", "AWS: 5 to make", "  + queue orders"]);
    expect(lines).toEqual(
      expect.arrayContaining([
        "Google Cloud: 4 to make",
        "  retail--back (Google Cloud)",
        "    sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:inbox   sends to the target",
        expect.stringContaining("note: a message of feed can have"),
      ]),
    );
    expect(out).toContain("retail/out");
    expect(readdirSync(folder).toSorted()).toEqual(["fabric.yaml", "later.lock.json", "later.yaml"]);
  });

  it("is one JSON object with --json, also where something would be lost", async () => {
    const { code, out, err } = await plan("later.yaml", "--json");
    const told = JSON.parse(out);
    expect([code, out.trimEnd().includes("\n"), Object.keys(told)]).toEqual([
      1,
      false,
      ["fabric", "changes", "grants", "findings", "cost", "unaccepted"],
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
    expect(refused.out).toContain("  - queue old   LOSES the messages in it");
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
    expect([code, out.split("\n")[0]]).toEqual([0, "plan of fabric retail-at-prod"]);
    expect(out).toContain("  + queue orders-at-prod");
  });

  it.each([
    [["--rate", "often"], 'rate "often" is no rate above 0'],
    [["--accept-loss", "aws/queue/x"], "--accept-loss aws/queue/x: nothing of this address would be lost"],
    [["--stage", "Prod"], 'stage "Prod" must be a lower-case letter'],
    [["nowhere.yaml"], "nowhere.yaml: there is no such file"],
    [["one.yaml", "two.yaml"], "hopspan: one fabric file is enough"],
    [["--no-such-option"], "--no-such-option"],
  ])("ends with 2 where it is called wrongly: %s", async (words, said) => {
    const { code, out, err } = await plan(...words);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(said)]);
  });
});
