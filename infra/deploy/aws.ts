// The AWS half of a deployment: compared, deployed and taken away, where the fabric has or had one.

import { resolve } from "node:path";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { type StackPlan, stackPlans, stacksToRemember } from "../aws/stacks.ts";
import { beginning } from "./beginning.ts";
import { type CdkRun, deployStacks, destroyStacks, diffStacks } from "./cdk.ts";
import { begin, type Site, workFolder, writeLock } from "./site.ts";

/** Makes or changes every stack, and takes those away that nothing is left for; gives the lock that remembers them. */
export async function deployAws(site: Site, lock: Lock): Promise<Lock> {
  const { deployment } = site.loaded;
  const plans = stackPlans(deployment, lock);
  const after = { stacks: stacksToRemember(plans), places: placesOf(plans) };
  const places = { ...lock.places, ...after.places };
  if (Object.keys(places).length === 0) return { ...lock, ...after };
  begin(site, "AWS: cdk deploy");
  const begun = { ...beginning(lock, deployment, "aws"), places, stacks: { ...lock.stacks, ...after.stacks } };
  writeLock(site, begun);
  await deployStacks(cdkRun(site));
  return { ...begun, ...after };
}

/** Asks AWS how it differs, without changing anything. */
export async function compareAws(site: Site): Promise<void> {
  const { deployment, lock } = site.loaded;
  if (stackPlans(deployment, lock).length === 0 && Object.keys(lock.places).length === 0) return;
  begin(site, "AWS: cdk diff");
  await diffStacks(cdkRun(site));
}

/** Takes every stack away that there may be. */
export async function destroyAws(site: Site): Promise<void> {
  const { deployment, lock } = site.loaded;
  // Somebody may have deployed by plain cdk, which remembers nothing.
  const places = { ...lock.places, ...placesOf(stackPlans(deployment, lock)) };
  if (Object.keys(places).length === 0) return;
  begin(site, "AWS: cdk destroy");
  writeLock(site, { ...lock, places });
  await destroyStacks(cdkRun(site));
}

/** Where each stack is, by its name: what the lock remembers, so that none is forgotten. */
export const placesOf = (plans: readonly StackPlan[]): Lock["places"] =>
  Object.fromEntries(plans.map(({ name, account, region }) => [name, { account, region }]));

function cdkRun(site: Site): CdkRun {
  const { wanted, environment, onLine, ended } = site;
  const { file, stage } = wanted;
  return { file: resolve(file), stage, outdir: workFolder(site, "aws"), environment, onLine, ended };
}
