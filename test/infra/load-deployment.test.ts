import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadDeployment, previewDeployment } from "../../infra/load-deployment.ts";
import { ConfigError, describeProblem } from "../../shared/core/errors.ts";
import { emptyLock, lockText } from "../../shared/fabric/deployment/lock.ts";
import { aFile, queue, topic } from "../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = { orders: queue("orders"), feed: topic("feed") };
const hops = { out: { from: "orders", to: "feed" } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-load-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const load = (parts: Readonly<Record<string, unknown>>, stage?: string) =>
  loadDeployment({ file: write("fabric.yaml", aFile(parts)), stage });

/** What a load is refused for, without the folder. */
const refusal = async (loading: Promise<unknown>): Promise<readonly string[]> => {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConfigError)) throw error;
  return error.problems.map((problem) => describeProblem(problem).replace(`${folder}/`, ""));
};

describe("loading a deployment", () => {
  it("gives what is deployed, with the lock of a fabric never deployed where there is none", async () => {
    const { deployment, lock, lockFile } = await load({ endpoints, hops, gcp });
    expect(deployment.functions.map(({ name }) => name)).toEqual(["retail--out"]);
    expect([lock, lockFile]).toEqual([emptyLock("retail"), join(folder, "fabric.lock.json")]);
  });

  it("is refused for errors and told of warnings, while notes are for whoever looks at the file", async () => {
    const { projectNumber: _, ...unnumbered } = gcp;
    const back = { ...hops, back: { from: "feed", to: "inbox" } };
    const said = await refusal(
      load({ endpoints: { ...endpoints, inbox: queue("inbox") }, hops: back, gcp: unnumbered }),
    );
    expect(said.length).toBeGreaterThan(0);
    expect(said.filter((line) => line.includes("a message of feed can have"))).toEqual([]);
  });

  it("of a stage has the stage in every name, and a lock of its own", async () => {
    const lock = { ...emptyLock("retail-at-prod"), stacks: { orders: 2 } };
    write("fabric.prod.lock.json", lockText(lock));
    const loaded = await load({ endpoints, hops, gcp }, "prod");
    expect(loaded.deployment.fabric).toBe("retail-at-prod");
    expect(loaded.deployment.queues.map(({ endpoint }) => endpoint.queue)).toEqual([
      "orders-at-prod",
      "retail-at-prod--orders--dead",
    ]);
    expect(loaded.lock).toEqual(lock);
  });

  it("says all that is wrong at once", async () => {
    expect(await refusal(load({ endpoints, hops: { out: { from: "orderz", to: "fed" } }, gcp }))).toHaveLength(4);
  });

  it("asks for the project's number where Google names anybody by it, and only there", async () => {
    expect(await refusal(load({ endpoints, hops }))).toEqual([
      'fabric.yaml:5:1: hop out runs on AWS and publishes to Pub/Sub without a key, for which Google asks the project\'s number: add projectNumber: "DIGITS" to gcp (gcloud projects describe retail-analytics)',
    ]);
    const inside = {
      endpoints: { orders: queue("orders"), inbox: queue("inbox") },
      hops: { in: { from: "orders", to: "inbox" } },
    };
    expect((await load(inside)).deployment.functions).toHaveLength(1);
  });

  it("refuses names that a stage makes too long or not at all", async () => {
    const long = "q".repeat(76);
    const parts = {
      endpoints: { ...endpoints, long: queue(long) },
      hops: { ...hops, on: { from: "long", to: "feed" } },
      gcp,
    };
    expect(await refusal(load(parts, "prod"))).toEqual([
      `fabric.yaml:14:3: in stage prod, queue ${long}-at-prod has 84 characters and at most 80 fit: use a shorter name`,
    ]);
    expect(await refusal(load({ endpoints, hops, gcp }, "Prod_1"))).toEqual([
      'stage "Prod_1" must be a lower-case letter, then up to 19 of a-z, 0-9 and single dashes, none at the end, without google and without the word at',
    ]);
  });

  it("refuses a lock that is none, or another fabric's", async () => {
    write("fabric.lock.json", "{");
    expect(await refusal(load({ endpoints, hops, gcp }))).toEqual([
      "fabric.lock.json: is no lock of a fabric: restore it from version control",
    ]);
    write("fabric.lock.json", lockText(emptyLock("other")));
    expect(await refusal(load({ endpoints, hops, gcp }))).toEqual([
      "fabric.lock.json: is the lock of fabric other, not of retail: a fabric is renamed by hopspan destroy under its old name and hopspan deploy under its new one",
    ]);
  });

  it("refuses a lock that is a folder in one clear line", async () => {
    mkdirSync(join(folder, "fabric.lock.json"));
    expect(await refusal(load({ endpoints, hops, gcp }))).toEqual([
      "fabric.lock.json: is a folder, and is to be the lock of the fabric, a file: restore it from version control",
    ]);
  });
});

describe("looking at a fabric that is not whole yet", () => {
  const preview = (parts: Readonly<Record<string, unknown>>, stage?: string) =>
    previewDeployment({ file: write("fabric.yaml", aFile(parts)), stage });
  const { projectNumber: _, ...numberless } = gcp;

  it("is the same as loading it, without gaps, where it is whole", async () => {
    const { gaps, ...loaded } = await preview({ endpoints, hops, gcp });
    const { fabric, ...expected } = await load({ endpoints, hops, gcp });
    expect([gaps, loaded]).toMatchObject([[], expected]);
    expect(fabric.name).toBe("retail");
  });

  it.each([
    ["a project's number", { gcp: numberless }, "PROJECT_NUMBER"],
    ["an account", { aws: { region: "eu-west-1" } }, "MISSING_KEY"],
    ["AWS at all", { aws: undefined }, "MISSING_KEY"],
    ["Google Cloud at all", { gcp: undefined }, "MISSING_KEY"],
  ])("shows all that there is without %s, and says that it is missing", async (_name, parts, code) => {
    const { gaps, deployment } = await preview({ endpoints, hops, gcp, ...parts });
    expect(gaps.map((gap) => gap.code)).toContain(code);
    expect(gaps.every(({ severity }) => severity === "error")).toBe(true);
    expect(deployment.functions.map(({ name }) => name)).toEqual(["retail--out"]);
    expect(JSON.stringify(deployment)).not.toContain("undefined");
  });

  it("keeps what the file does say of a cloud", async () => {
    const { deployment } = await preview({ endpoints, hops, gcp: numberless, aws: { region: "eu-west-1" } }, "prod");
    expect([deployment.aws, deployment.gcp]).toEqual([
      { account: "000000000000", region: "eu-west-1" },
      { ...numberless, projectNumber: "000000000000" },
    ]);
  });

  it("is refused as ever for anything else, by what is wrong with the file as it is written", async () => {
    const stray = { out: { from: "orders", to: "nowhere" } };
    const problems = await refusal(preview({ endpoints, hops: stray, gcp: numberless }));
    expect(problems.join("\n")).toContain("nowhere");
    expect(await refusal(previewDeployment({ file: join(folder, "none.yaml") }))).toEqual([
      "none.yaml: there is no such file",
    ]);
    expect(
      (await refusal(preview({ endpoints, hops, gcp, aws: { account: 7, region: "eu-west-1" } }))).join(),
    ).toContain("aws.account");
  });
});
