// The AWS half of a deployment: looked at, compared and deployed, where the fabric has or had one.

import { resolve } from "node:path";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { type StackPlan, stackPlans, stacksToRemember } from "../aws/stacks.ts";
import { awsLosses, type KeptQueue } from "../plan/aws-losses.ts";
import type { Loss } from "../plan/consent.ts";
import { deployedStacks } from "./aws-stacks.ts";
import { beginning } from "./beginning.ts";
import { type CdkRun, deployStacks, diffStacks } from "./cdk.ts";
import { begin, type Site, workFolder } from "./site.ts";

/** What CloudFormation would take away, by what it says of the stacks that there are. Changes nothing. */
export async function lossesInAws(site: Site): Promise<readonly Loss[]> {
  const { deployment, lock } = site.loaded;
  const places = stackPlaces(site);
  if (Object.keys(places).length === 0) return [];
  begin(site, "AWS: what is deployed");
  const wanted = stackPlans(deployment, lock).map(({ name, units }) => [name, queuesOf(units)] as const);
  return awsLosses(await deployedStacks(places), new Map(wanted));
}

const queuesOf = (units: StackPlan["units"]): readonly KeptQueue[] =>
  units
    .flatMap(({ queue, deadLetters }) => [queue, deadLetters])
    .filter((plan) => plan !== undefined)
    .map(({ endpoint: { queue, kmsKey }, retentionSeconds }) => ({ queue, retentionSeconds, kmsKey }));

/** Makes or changes every stack, and takes those away that nothing is left for; gives the lock that remembers them. */
export async function deployAws(site: Site, lock: Lock): Promise<Lock> {
  const { deployment } = site.loaded;
  const plans = stackPlans(deployment, lock);
  const after = { stacks: stacksToRemember(plans), places: placesOf(plans) };
  const places = { ...lock.places, ...after.places };
  if (Object.keys(places).length === 0) return { ...lock, ...after };
  begin(site, "AWS: cdk deploy");
  const begun = { ...beginning(lock, deployment, "aws"), places, stacks: { ...lock.stacks, ...after.stacks } };
  site.lockFile.write(begun);
  await deployStacks(cdkRun(site));
  return { ...begun, ...after };
}

/** Asks AWS how it differs, without changing anything. */
export async function compareAws(site: Site): Promise<void> {
  if (Object.keys(stackPlaces(site)).length === 0) return;
  begin(site, "AWS: cdk diff");
  await diffStacks(cdkRun(site));
}

/** Every stack that there may be, with where it is: also of somebody who has deployed by plain cdk, which remembers nothing. */
export const stackPlaces = ({ loaded: { deployment, lock } }: Site): Lock["places"] => ({
  ...lock.places,
  ...placesOf(stackPlans(deployment, lock)),
});

/** Where each stack is, by its name: what the lock remembers, so that none is forgotten. */
export const placesOf = (plans: readonly StackPlan[]): Lock["places"] =>
  Object.fromEntries(plans.map(({ name, account, region }) => [name, { account, region }]));

/** How cdk is called for a site. */
export function cdkRun(site: Site): CdkRun {
  const { wanted, environment, onLine, ended } = site;
  const { file, stage } = wanted;
  return { file: resolve(file), stage, outdir: workFolder(site, "aws"), environment, onLine, ended };
}
