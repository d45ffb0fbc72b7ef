import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyLock, lockText } from "../../shared/fabric/deployment/lock.ts";
import { aFile, queue } from "../shared/fabric/a-fabric.ts";

const root = join(import.meta.dirname, "../..");
let folder: string;

/** Another clone of the project, somewhere else: its sources, a lock of the example, and the packages that they share. */
function clone(name: string): string {
  const there = join(folder, name);
  mkdirSync(there, { recursive: true });
  for (const part of ["functions", "shared", "infra", "examples", "package.json", "tsconfig.json"])
    cpSync(join(root, part), join(there, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(there, "node_modules"));
  const account = { email: "hop@retail-analytics.iam.gserviceaccount.com", uniqueId: "112233445566778899001" };
  const lock = { ...emptyLock("retail"), serviceAccounts: { "retail/return-scores": account } };
  writeFileSync(join(there, "examples/retail/fabric.lock.json"), lockText(lock));
  return there;
}

let here: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-app-"));
  here = clone("here");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the app as `cdk synth -c KEY=VALUE` does. */
const synth = (cwd: string, context: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) => {
  const out = mkdtempSync(join(folder, "out-"));
  const environment = {
    ...process.env,
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_VALIDATION: "false",
    ...env,
  };
  return new Promise<{ readonly code: number; readonly said: string; readonly out: string }>((resolve) => {
    execFile(process.execPath, ["infra/app.ts"], { cwd, env: environment }, (error, _, said) =>
      resolve({ code: Number(error?.code ?? 0), said, out }),
    );
  });
};

const template = (
  out: string,
): { readonly Resources: Record<string, { readonly Properties: Record<string, unknown> }> } => {
  const file = readdirSync(out).find((name) => name.endsWith(".template.json"));
  return JSON.parse(readFileSync(join(out, file ?? ""), "utf8"));
};
const retail = { fabric: "examples/retail/fabric.yaml" };

describe("the app of cdk.json", () => {
  it("makes the same templates and assets in every clone", async () => {
    const [one, two] = await Promise.all([synth(here, retail), synth(clone("far/away"), retail)]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(template(one.out)).toEqual(template(two.out));
    const assets = (out: string) => readdirSync(out).filter((name) => name.startsWith("asset."));
    expect(assets(one.out)).toEqual(assets(two.out));
    expect(assets(one.out)).toHaveLength(1);
  }, 120_000);

  it("says in a line that no fabric is named, and what bootstrapping needs", async () => {
    const { code, said } = await synth(here, {});
    expect([code, said]).toEqual([
      1,
      'there is no fabric.yaml here: name the fabric with -c fabric=PATH/fabric.yaml; cdk bootstrap needs none, with --app "" behind it\n',
    ]);
  });

  it("puts a stage into every name", async () => {
    const fabric = "one-way.yaml";
    const endpoints = { a: queue("a"), b: queue("b.fifo") };
    writeFileSync(join(here, fabric), aFile({ endpoints, hops: { h: { from: "a", to: "b" } } }));
    const { code, out } = await synth(here, { fabric, stage: "test" });
    expect(code).toBe(0);
    const names = Object.values(template(out).Resources).flatMap(({ Properties: { QueueName, FunctionName } }) =>
      [QueueName ?? FunctionName].filter((name) => typeof name === "string"),
    );
    expect(names).toEqual([
      "retail-at-test--a--dead",
      "a-at-test",
      "retail-at-test--b--dead.fifo",
      "b-at-test.fifo",
      "retail-at-test--h",
    ]);
  }, 120_000);

  it("takes file and stage from the environment too, and says which lock is missing", async () => {
    const { code, said } = await synth(here, {}, { HOPSPAN_FABRIC: retail.fabric, HOPSPAN_STAGE: "test" });
    expect([code, said.split("\n").at(-2)]).toEqual([
      1,
      "the lock of fabric retail-at-test does not know the service account of retail-at-test/return-scores, whose role in AWS must trust it: run hopspan deploy, which makes the Google half first and writes the lock; or, where the Google half is to be a module of your own terraform, apply what hopspan synth writes, and give its outputs to hopspan synth --google-outputs",
    ]);
  });

  it.each([
    ["there is no file", { fabric: "absent.yaml" }, "absent.yaml: there is no such file\n"],
    [
      "the fabric is not sound",
      { fabric: "broken.yaml" },
      "broken.yaml:14:9: endpoint b is not there: declare it under endpoints\n",
    ],
    [
      "the stage is no name",
      { ...retail, stage: "Test" },
      'stage "Test" must be a lower-case letter, then up to 19 of a-z, 0-9 and single dashes, none at the end, without google and without the word at\n',
    ],
  ])("says in a line what is wrong where %s", async (_, context, line) => {
    writeFileSync(
      join(here, "broken.yaml"),
      aFile({ endpoints: { a: queue("a") }, hops: { h: { from: "a", to: "b" } } }),
    );
    const { code, said } = await synth(here, context);
    expect([
      code,
      said
        .split("\n")
        .filter((each) => !each.includes("note:"))
        .join("\n"),
    ]).toEqual([1, line]);
  });
});
