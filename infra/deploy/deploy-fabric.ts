// One deploy for both clouds: Google first, since roles in AWS trust the accounts that it makes; then AWS; then the lock.

import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { type Loss, unaccepted } from "../plan/consent.ts";
import { compareAws, deployAws, lossesInAws } from "./aws.ts";
import { type GooglePlan, googleHalf } from "./google.ts";
import { refuseHandedOver } from "./handed-over.ts";
import type { Site } from "./site.ts";

/** What the tools themselves found, and those losses among it that nobody agreed to: nothing was done where there are any. */
export interface Deployed {
  readonly losses: readonly Loss[];
  readonly refused: readonly Loss[];
}

/**
 * Makes or changes both halves, once both clouds were asked what that would lose: the lock may know less than they do. The
 * lock is written before each step and after it, so that a run that ends half-way goes on from there and knows what it may
 * have left; a second run finds nothing to do.
 */
export async function deployFabric(site: Site): Promise<Deployed> {
  const { deployment, lock } = site.loaded;
  refuseHandedOver(site.loaded);
  const google = googleHalf(site);
  await site.build();
  const inAws = await lossesInAws(site);
  const first = await google?.plan();
  const looked = lookedAt(site, inAws, first);
  if (looked.refused.length > 0) return looked;
  const plan = await first?.revived();
  const again = lookedAt(site, inAws, plan);
  if (again.refused.length > 0) return again;
  const known = plan === undefined ? { ...lock, serviceAccounts: {} } : await plan.apply(lock);
  site.lockFile.write(known);
  const done = await deployAws(site, known);
  site.lockFile.write({ ...done, made: inventory(deployment), begun: {} });
  return again;
}

function lookedAt({ accepted }: Site, inAws: readonly Loss[], google: GooglePlan | undefined): Deployed {
  const losses = [...inAws, ...(google?.losses ?? [])];
  return { losses, refused: unaccepted(losses, accepted) };
}

/** Asks both clouds how they differ from the fabric, and what a deployment would lose. Changes nothing. */
export async function compareFabric(site: Site): Promise<readonly Loss[]> {
  refuseHandedOver(site.loaded);
  const google = googleHalf(site);
  await site.build();
  const inAws = await lossesInAws(site);
  const plan = await google?.plan();
  await compareAws(site);
  return [...inAws, ...(plan?.losses ?? [])];
}
