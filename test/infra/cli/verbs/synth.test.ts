import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyLock, type Lock, lockText } from "../../../../shared/fabric/deployment/lock.ts";
import { aFile, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { aProject } from "../../../support/a-project.ts";
import { buildOnce } from "../../../support/built.ts";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
let root = "";
beforeAll(async () => {
  await buildOnce();
  // A clone: the verb bundles the functions anew, and other tests run them here.
  root = aProject().root;
  cpSync(join(ROOT, "package-lock.json"), join(root, "package-lock.json"));
  const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
  const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
  const hops = { out: { from: "orders", to: "feed" }, back: { from: "feed", to: "inbox" } };
  writeFileSync(join(folder, "fabric.yaml"), aFile({ gcp, endpoints, hops }));
  const there = { endpoints: { a: queue("a"), b: queue("b") }, hops: { h: { from: "a", to: "b" } } };
  writeFileSync(join(folder, "aws-only.yaml"), aFile(there));
});

const synth = (...words: readonly string[]) => runCommand(folder, ["synth", ...words], "", { root });
const outputs = (name: string, told: unknown): string => {
  writeFileSync(join(folder, name), typeof told === "string" ? told : JSON.stringify(told));
  return name;
};
/** What the module of a fabric tells, as terraform prints one output alone. */
const told = (fabric: string, project = "retail-analytics", link = `${fabric}/back`) => ({
  fabric,
  project,
  service_accounts: { [link]: { email: "hop@retail-analytics", unique_id: "109876543210987654321" } },
});
const several = (...all: readonly object[]) =>
  Object.fromEntries(all.map((value, at) => [`module_${at}`, { sensitive: false, type: "object", value }]));
const lockIn = (name: string): Lock => JSON.parse(readFileSync(join(folder, name), "utf8"));

describe("hopspan synth", { timeout: 180_000 }, () => {
  it("writes the Google half as a module into a folder that need not be there", async () => {
    const out = "wrote modules/retail: the Google half of fabric retail, as a terraform module\n";
    expect(await synth("--google-module", "modules/retail")).toEqual({ code: 0, out, err: "" });
    const { resource } = JSON.parse(readFileSync(join(folder, "modules/retail/main.tf.json"), "utf8"));
    expect(Object.keys(resource.google_cloudfunctions2_function)).toEqual(["function_back"]);
    expect(readdirSync(join(folder, "modules/retail/sources"))).toHaveLength(1);
    expect(existsSync(join(folder, "fabric.lock.json"))).toBe(false);
  });

  it("writes a module anew where it has written it, and into no other folder that holds anything", async () => {
    const main = join(folder, "modules/retail/main.tf.json");
    writeFileSync(join(folder, "modules/retail/outputs.tf"), "");
    expect((await synth("--google-module", "modules/retail")).code).toBe(0);
    mkdirSync(join(folder, "mine/sources"), { recursive: true });
    writeFileSync(join(folder, "mine/sources/a.txt"), "mine");
    const mine = await synth("--google-module", "mine");
    expect([mine.code, mine.err]).toEqual([
      2,
      expect.stringContaining(
        `${join(folder, "mine")} holds something else: name a folder for the module of fabric retail that is empty, or not there`,
      ),
    ]);
    expect(readFileSync(join(folder, "mine/sources/a.txt"), "utf8")).toBe("mine");
    const stage = await synth("--google-module", "modules/retail", "--stage", "test");
    expect([stage.code, stage.err]).toEqual([
      2,
      expect.stringContaining("holds another module (Written by hopspan synth"),
    ]);
    expect((await synth("--google-module", "fabric.yaml")).err).toContain("fabric.yaml is a file: name a folder");
    expect(JSON.parse(readFileSync(main, "utf8"))["//"]).toContain("for fabric retail:");
  });

  it("takes whom roles trust, and where each part is, from terraform's outputs into the lock", async () => {
    const out = "wrote fabric.lock.json: it goes into version control, and the AWS half is made with it\n";
    const file = outputs("outputs.json", several({ vpc: "net-1" }, told("shop"), told("retail")));
    expect(await synth("--google-outputs", file)).toEqual({ code: 0, out, err: "" });
    expect(lockIn("fabric.lock.json")).toEqual({
      ...emptyLock("retail"),
      module: true,
      serviceAccounts: { "retail/back": { email: "hop@retail-analytics", uniqueId: "109876543210987654321" } },
      stacks: { inbox: 1, orders: 1, "retail/back": 1, "retail/out": 1 },
      places: { retail: { account: "111122223333", region: "eu-west-1" } },
    });
  });

  it("takes the one output alone too, in a stage", async () => {
    const file = outputs("accounts.json", told("retail-at-test"));
    expect(await synth("--stage", "test", "--google-outputs", file)).toMatchObject({ code: 0, err: "" });
    expect(Object.keys(lockIn("fabric.test.lock.json").serviceAccounts)).toEqual(["retail-at-test/back"]);
  });

  it("is not for a fabric that this command has deployed itself", async () => {
    writeFileSync(join(folder, "deployed.yaml"), readFileSync(join(folder, "fabric.yaml")));
    writeFileSync(join(folder, "deployed.lock.json"), lockText({ ...emptyLock("retail"), google: true }));
    const { code, err } = await synth("deployed.yaml", "--google-outputs", outputs("ours.json", told("retail")));
    expect([code, err.trimEnd()]).toEqual([
      2,
      "fabric retail was deployed by hopspan deploy, as deployed.lock.json says: hopspan destroy it before another terraform makes it",
    ]);
  });

  it.each([
    [
      "nothing is asked for",
      [],
      "hopspan: synth writes what it is asked for: --google-module DIR, --google-outputs JSON, or both",
    ],
    [
      "there is no Google half",
      ["aws-only.yaml", "--google-module", "none"],
      "fabric retail has nothing in Google Cloud: there is no module to write",
    ],
    ["there is no such file", ["--google-outputs", "absent.json"], "hopspan: absent.json can't be read (ENOENT)"],
    [
      "the outputs are no JSON",
      ["--google-outputs", outputs("text.json", "nothing")],
      "the outputs are no JSON object: write them with terraform output -json",
    ],
    [
      "the outputs are of something else",
      ["--google-outputs", outputs("other.json", { vpc: { value: "net-1" } })],
      "the outputs are not those of the Google half of fabric retail: apply it first",
    ],
    [
      "there are no outputs",
      ["--google-outputs", outputs("none.json", {})],
      "the outputs are not those of the Google half of fabric retail: apply it first",
    ],
    [
      "the outputs are of another stage",
      ["--google-outputs", outputs("stage.json", told("retail-at-test"))],
      "the outputs are those of retail-at-test, not of fabric retail: name those of its own module, and its own --stage",
    ],
    [
      "the outputs are of another project",
      ["--google-outputs", outputs("project.json", told("retail", "another"))],
      "the outputs of fabric retail are of project another, and the file has retail-analytics",
    ],
    [
      "the outputs are older than the file",
      ["--google-outputs", outputs("old.json", told("retail", "retail-analytics", "retail/gone"))],
      "the outputs of fabric retail do not know retail/back: write the module anew, and apply it first",
    ],
  ])("says in a line that %s", async (_, words, line) => {
    const { code, out, err } = await synth(...words);
    expect([code, out, err.trimEnd().split("\n").at(-1)]).toEqual([2, "", line]);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});
