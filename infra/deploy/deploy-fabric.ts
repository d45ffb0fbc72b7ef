// One deploy for both clouds: Google first, since roles in AWS trust the accounts that it makes; then AWS; then the lock.

import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { compareAws, deployAws, destroyAws } from "./aws.ts";
import { googleHalf } from "./google.ts";
import { removeLock, type Site, writeLock } from "./site.ts";

/**
 * Makes or changes both halves. The lock is written before each step and after it, so that a run that ends half-way goes
 * on from there and knows what it may have left; a second run finds nothing to do.
 */
export async function deployFabric(site: Site): Promise<void> {
  const { deployment, lock } = site.loaded;
  const google = googleHalf(site);
  await site.build();
  const known = google === undefined ? { ...lock, serviceAccounts: {} } : await google.apply(lock);
  writeLock(site, known);
  const done = await deployAws(site, known);
  writeLock(site, { ...done, made: inventory(deployment), begun: {} });
}

/** Asks both clouds how they differ from the fabric, without changing anything. */
export async function compareFabric(site: Site): Promise<void> {
  const google = googleHalf(site);
  await site.build();
  await google?.compare();
  await compareAws(site);
}

/** Takes both halves away, AWS first: its functions use what Google has. Then there is no lock any more. */
export async function destroyFabric(site: Site): Promise<void> {
  const google = googleHalf(site);
  await destroyAws(site);
  await google?.destroy();
  removeLock(site);
}
