// `hopspan deploy` killed on the spot, without a word: at each of its seams, with the real tools. Whatever it was doing, the
// next run finds out and completes.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { aGoogle } from "../support/deploy/a-google.ts";
import { AWS_ACCOUNT, type Aws, anAws } from "../support/deploy/an-aws.ts";
import { roleOf, thingsOf } from "../support/deploy/read-back.ts";
import { runProgram } from "../support/deploy/run-program.ts";
import { motoMissing } from "../support/party/moto.ts";
import { ROOT } from "../support/run-command.ts";
import { terraformMissing } from "../support/terraform/run/program.ts";

const missing = motoMissing ?? terraformMissing;
if (missing !== undefined) console.info(`a deployment that is killed: skipped, since ${missing}`);

const TIMEOUT_MS = 300_000;
const COMMAND = join(ROOT, "infra/cli/hopspan.ts");

let folder: string;
let aws: Aws;
let google: Awaited<ReturnType<typeof aGoogle>>;
beforeAll(async () => {
  if (missing !== undefined) return;
  folder = mkdtempSync(join(tmpdir(), "hopspan-killed-"));
  aws = await anAws();
  google = await aGoogle(folder);
}, TIMEOUT_MS);
afterAll(async () => {
  for (const id of folder ? ofTheFolder() : []) process.kill(Number(id), "SIGKILL");
  await google?.stop();
  await aws?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});
afterEach(() => (missing === undefined ? toolsEnded() : undefined));

const environment = () => ({ ...google.environment, ...aws.changing });

/** A fabric with functions in both clouds. */
function aFabric(name: string): string {
  const lines = [
    `fabric: ${name}`,
    `aws: { account: "${AWS_ACCOUNT}", region: eu-west-1 }`,
    `gcp: { project: shop-project, projectNumber: "123456789012", region: europe-west1 }`,
    `endpoints: { orders: { sqs: ${name}-orders }, feed: { pubsub: ${name}-feed }, inbox: { sqs: ${name}-inbox } }`,
    "hops: { out: { from: orders, to: feed }, back: { from: feed, to: inbox } }",
    "",
  ];
  writeFileSync(join(folder, `${name}.yaml`), lines.join("\n"));
  return `${name}.yaml`;
}
const lockOf = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.lock.json`), "utf8")) as Lock;
const deploy = (file: string) =>
  runProgram(process.execPath, [COMMAND, "deploy", file], { folder, environment: environment() });

/** `hopspan deploy`, gone in the moment in which it says this. */
async function killedAt(file: string, words: RegExp): Promise<void> {
  const child = spawn(process.execPath, [COMMAND, "deploy", file], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr as NonNullable<ChildProcess["stderr"]> }).on("line", (line) => {
    said.push(line);
    if (words.test(line)) child.kill("SIGKILL");
  });
  const signal = await new Promise((resolve) => child.once("close", (_, by) => resolve(by)));
  if (signal !== "SIGKILL") throw new Error(`it ended by itself: ${said.join("\n")}`);
  await toolsEnded();
}

/** What it had started goes on without it, and comes to an end of its own. */
async function toolsEnded(): Promise<void> {
  while (ofTheFolder().length > 0) await setTimeout(100);
}

/** Every process that was started for this folder, as Linux tells of them; nowhere else is anything to be waited for. */
function ofTheFolder(): readonly string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc").filter((id) => {
    try {
      return /^[0-9]+$/.test(id) && readFileSync(join("/proc", id, "cmdline"), "utf8").includes(folder);
    } catch {
      return false;
    }
  });
}

/** All of it is there, the role trusts the account that Google has made, and nothing is left to begin. */
async function expectWhole(name: string): Promise<void> {
  const { serviceAccounts, google: hasGoogle, begun, made, places } = lockOf(name);
  const id = serviceAccounts[`${name}/back`]?.uniqueId;
  expect([hasGoogle, begun, Object.keys(places), id]).toEqual([true, {}, [name], expect.stringMatching(/^[0-9]{21}$/)]);
  expect(Object.keys(made)).toEqual(
    expect.arrayContaining([`aws/queue/${AWS_ACCOUNT}/eu-west-1/${name}-inbox`, `gcp/topic/shop-project/${name}-feed`]),
  );
  const { queues, functions } = await thingsOf(aws, name);
  expect([functions, queues.filter((queue) => queue.startsWith(`${name}-`))]).toEqual([
    [`${name}--out`],
    expect.arrayContaining([`${name}-inbox`, `${name}-orders`]),
  ]);
  const [statement] = (await roleOf(aws, `${name}--back`)).trusts as readonly {
    readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> };
  }[];
  expect(statement?.Condition?.StringEquals?.["accounts.google.com:sub"]).toBe(id);
}

describe.skipIf(missing)("a deployment that is killed", { timeout: TIMEOUT_MS }, () => {
  it("while terraform is at work leaves it to its end: nothing is made that its state does not know", async () => {
    const file = aFabric("cut");
    await killedAt(file, /: Creating\.\.\./);
    const { resources } = JSON.parse(readFileSync(join(folder, ".hopspan/cut.tfstate"), "utf8")) as {
      readonly resources: readonly { readonly type: string }[];
    };
    expect(resources.map(({ type }) => type)).toContain("google_cloudfunctions2_function");
    const { code, err } = await deploy(file);
    expect([code, err]).toEqual([0, expect.stringContaining("No changes. Your infrastructure matches")]);
    await expectWhole("cut");
  });

  it("after Google was made, before the lock says so, is completed by the next one", async () => {
    const file = aFabric("early");
    await killedAt(file, /^Apply complete!/);
    const { google: hasGoogle, serviceAccounts, begun } = lockOf("early");
    expect([hasGoogle, serviceAccounts]).toEqual([true, {}]);
    expect(Object.keys(begun)).toContain("gcp/topic/shop-project/early-feed");
    const { code, err } = await deploy(file);
    expect([code, err]).toEqual([0, expect.stringContaining("No changes. Your infrastructure matches")]);
    await expectWhole("early");
  });

  it("between the lock and cdk is completed by the next one", async () => {
    const file = aFabric("between");
    await killedAt(file, /^== AWS: cdk deploy/);
    expect(Object.keys(lockOf("between").serviceAccounts)).toEqual(["between/back"]);
    expect((await deploy(file)).code).toBe(0);
    await expectWhole("between");
  });

  it("while cdk is at work is completed by the next one, and asks about what it may have left", async () => {
    const file = aFabric("late");
    await killedAt(file, /deploying\.\.\./);
    const { begun, places } = lockOf("late");
    expect([Object.keys(begun), Object.keys(places)]).toEqual([
      expect.arrayContaining([`aws/queue/${AWS_ACCOUNT}/eu-west-1/late-inbox`]),
      ["late"],
    ]);
    expect((await deploy(file)).code).toBe(0);
    await expectWhole("late");
  });
});
