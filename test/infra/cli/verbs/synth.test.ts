import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Lock } from "../../../../shared/fabric/deployment/lock.ts";
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
const accounts = (link: string) => ({ [link]: { email: "hop@retail-analytics", unique_id: "109876543210987654321" } });
const lockIn = (name: string): Lock => JSON.parse(readFileSync(join(folder, name), "utf8"));

describe("hopspan synth", () => {
  it("writes the Google half as a module into a folder that need not be there", async () => {
    const out = "wrote modules/retail: the Google half of fabric retail, as a terraform module\n";
    expect(await synth("--google-module", "modules/retail")).toEqual({ code: 0, out, err: "" });
    const { resource } = JSON.parse(readFileSync(join(folder, "modules/retail/main.tf.json"), "utf8"));
    expect(Object.keys(resource.google_cloudfunctions2_function)).toEqual(["function_back"]);
    expect(readdirSync(join(folder, "modules/retail/sources"))).toHaveLength(1);
    expect(existsSync(join(folder, "fabric.lock.json"))).toBe(false);
  });

  it("takes whom roles trust, and where each part is, from terraform's outputs into the lock", async () => {
    const told = { service_accounts: { sensitive: false, type: "object", value: accounts("retail/back") } };
    const out = "wrote fabric.lock.json: it goes into version control, and the AWS half is made with it\n";
    expect(await synth("--google-outputs", outputs("outputs.json", told))).toEqual({ code: 0, out, err: "" });
    expect(lockIn("fabric.lock.json")).toEqual({
      version: 1,
      fabric: "retail",
      google: false,
      serviceAccounts: { "retail/back": { email: "hop@retail-analytics", uniqueId: "109876543210987654321" } },
      stacks: { inbox: 1, orders: 1, "retail/back": 1, "retail/out": 1 },
      places: { retail: { account: "111122223333", region: "eu-west-1" } },
      made: {},
      begun: {},
    });
  });

  it("takes the one output alone too, in a stage", async () => {
    const file = outputs("accounts.json", accounts("retail-at-test/back"));
    expect(await synth("--stage", "test", "--google-outputs", file)).toMatchObject({ code: 0, err: "" });
    expect(Object.keys(lockIn("fabric.test.lock.json").serviceAccounts)).toEqual(["retail-at-test/back"]);
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
  ])("says in a line that %s", async (_, words, line) => {
    const { code, out, err } = await synth(...words);
    expect([code, out, err.trimEnd().split("\n").at(-1)]).toEqual([2, "", line]);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});
