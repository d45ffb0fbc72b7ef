// One deploy for both clouds: Google first, since roles in AWS trust the accounts that it makes; then AWS; then the lock.

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { type Lock, lockText } from "../../shared/fabric/deployment/lock.ts";
import type { Loaded, Wanted } from "../load-deployment.ts";
import { deployStacks, destroyStacks, diffStacks } from "./cdk.ts";
import {
  applyPlan,
  destroyAll,
  differs,
  findTerraform,
  initialize,
  outputs,
  quiet,
  type TerraformRun,
} from "./terraform.ts";

/** What a step of a deployment is done with. */
export interface Site {
  readonly wanted: Wanted;
  readonly loaded: Loaded;
  readonly environment: NodeJS.ProcessEnv;
  /** What the tools say, line by line. */
  readonly onLine: (line: string) => void;
  /** A headline before each step. */
  readonly onStep: (step: string) => void;
  readonly ended: AbortSignal;
}

/** Where both halves are written: `.hopspan` beside the fabric file, one folder per fabric and stage. */
export const workFolder = ({ wanted, loaded }: Site): string =>
  join(dirname(resolve(wanted.file)), ".hopspan", loaded.deployment.fabric);

const hasAws = ({ loaded }: Site): boolean =>
  loaded.deployment.aws !== undefined &&
  (loaded.deployment.queues.some(({ role }) => role !== "existing") ||
    loaded.deployment.functions.some((each) => each.cloud === "aws" || each.awsRole !== undefined));

/**
 * Makes or changes both halves. The lock is written as soon as Google's half is there, so that a run that ends half-way
 * goes on from there; what was made is remembered only at the end. A second run finds nothing to do.
 */
export async function deployFabric(site: Site): Promise<void> {
  const { loaded } = site;
  const withAccounts = await deployGoogle(site);
  const { stackPlans, stacksToRemember } = await import("../aws/stacks.ts");
  const lock = { ...withAccounts, stacks: stacksToRemember(stackPlans(loaded.deployment, withAccounts)) };
  writeLock(site, lock);
  if (hasAws(site)) {
    site.onStep("AWS: cdk deploy");
    await deployStacks(cdkRun(site));
  }
  writeLock(site, { ...lock, made: inventory(loaded.deployment) });
}

/** Asks both clouds how they differ from the fabric, without changing anything. */
export async function compareFabric(site: Site): Promise<void> {
  const google = await googleRun(site);
  if (google !== undefined) {
    site.onStep("Google Cloud: terraform plan");
    await initialize(google);
    await differs(google, "hopspan.tfplan");
  }
  if (!hasAws(site)) return;
  site.onStep("AWS: cdk diff");
  await diffStacks(cdkRun(site));
}

/** Takes both halves away, AWS first: its functions use what Google has. The lock then remembers nothing. */
export async function destroyFabric(site: Site): Promise<void> {
  if (hasAws(site)) {
    site.onStep("AWS: cdk destroy");
    await destroyStacks(cdkRun(site));
  }
  const google = await googleRun(site);
  if (google !== undefined) {
    site.onStep("Google Cloud: terraform destroy");
    await initialize(google);
    await destroyAll(google);
  }
  writeLock(site, { ...site.loaded.lock, serviceAccounts: {}, stacks: {}, made: {} });
}

async function deployGoogle(site: Site): Promise<Lock> {
  const { lock } = site.loaded;
  const run = await googleRun(site);
  if (run === undefined) return { ...lock, serviceAccounts: {} };
  site.onStep("Google Cloud: terraform apply");
  await initialize(run);
  if (await differs(run, "hopspan.tfplan")) await applyPlan(run, "hopspan.tfplan");
  const { locked } = await import("../gcp/outputs.ts");
  return locked(lock, await outputs(run));
}

/** Loaded where it is needed: a fabric without a Google half needs neither cdktf nor terraform. */
async function googleRun(site: Site): Promise<TerraformRun | undefined> {
  const { deployment } = site.loaded;
  const { hasGoogleHalf, synthGoogle } = await import("../gcp/synth.ts");
  if (!hasGoogleHalf(deployment)) return undefined;
  const { environment, onLine, ended, wanted } = site;
  const command = findTerraform(environment);
  const outdir = join(workFolder(site), "google");
  mkdirSync(outdir, { recursive: true });
  const folder = synthGoogle(deployment, { outdir, home: dirname(resolve(wanted.file)) });
  return { command, folder, environment: quiet(environment), onLine, ended };
}

const cdkRun = (site: Site) => {
  const { wanted, environment, onLine, ended } = site;
  return {
    file: resolve(wanted.file),
    stage: wanted.stage,
    outdir: join(workFolder(site), "aws"),
    environment,
    onLine,
    ended,
  };
};

/** Whole or not at all: a lock that was cut off would stop every deployment. */
function writeLock({ loaded }: Site, lock: Lock): void {
  const beside = `${loaded.lockFile}.new`;
  writeFileSync(beside, lockText(lock));
  renameSync(beside, loaded.lockFile);
}
