// The Google half of a deployment: planned, then applied as it was planned, or compared, where the fabric has or had one.

import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { hasGoogleHalf } from "../gcp/has-google-half.ts";
import type { Loss } from "../plan/consent.ts";
import { goneThings, googleLosses, type ResourceChange } from "../plan/google-losses.ts";
import { beginning } from "./beginning.ts";
import { unbury } from "./buried-pools.ts";
import { emptyBuckets, refuseStrangers } from "./contents.ts";
import { findTerraform } from "./find-terraform.ts";
import { findsNothing, planFile, prepared } from "./google-stack.ts";
import { lostState, stateAddress, type WithoutState } from "./lost-state.ts";
import { begin, type Site } from "./site.ts";
import { applyPlan, importResource, outputs, planned, type TerraformRun } from "./terraform.ts";

/** What terraform would do, and how it is done. Nothing has changed so far. */
export interface GooglePlan {
  readonly losses: readonly Loss[];
  /** What has to come back first is brought back: another plan where there was something, else this one. */
  revived(): Promise<GooglePlan>;
  /** Does what was planned, and nothing else; gives the lock that knows of it. */
  apply(lock: Lock): Promise<Lock>;
}

/** Plans the half, once its tool is found; undefined where there is none to make or to take away. Expects built bundles. */
export function googleHalf(site: Site): { plan(): Promise<GooglePlan> } | undefined {
  const { deployment, lock } = site.loaded;
  // Also where the fabric has left Google Cloud since: what it had there is still to be taken away.
  if (!hasGoogleHalf(deployment) && !lock.google) return undefined;
  const command = findTerraform(site.environment);
  return {
    async plan() {
      begin(site, "Google Cloud: terraform plan");
      return plan(site, await prepared(site, command, deployment));
    },
  };
}

async function plan(site: Site, run: TerraformRun): Promise<GooglePlan> {
  const changes = await planned(run, planFile);
  const lost = findsNothing(changes, site.loaded.deployment) ? await lostState(site, run, anew(site)) : [];
  const it: GooglePlan = {
    losses: [...lost, ...googleLosses(changes ?? [])],
    async revived() {
      const buried = await unbury(changes ?? [], site.environment);
      if (buried.length === 0) return it;
      begin(site, "Google Cloud: terraform import, of what was deleted within the last 30 days");
      for (const { address, id } of buried) await importResource(run, address, id);
      return plan(site, run);
    },
    apply: (lock) => apply(site, run, lock, changes),
  };
  return it;
}

const anew = ({ loaded }: Site): WithoutState => ({
  what: "make all of it anew",
  option: `--accept-loss ${stateAddress(loaded)}`,
  goesOn: true,
});

async function apply(
  site: Site,
  run: TerraformRun,
  lock: Lock,
  changes: readonly ResourceChange[] | undefined,
): Promise<Lock> {
  const { deployment } = site.loaded;
  begin(site, "Google Cloud: terraform apply");
  const begun = changes === undefined ? lock : beginning(lock, deployment, "gcp");
  if (changes !== undefined) {
    const gone = goneThings(changes);
    await refuseStrangers(gone, site.environment);
    site.lockFile.write(begun);
    await emptyBuckets(gone, site.environment);
    await applyPlan(run, planFile);
  }
  if (!hasGoogleHalf(deployment)) return { ...begun, google: false, serviceAccounts: {} };
  const { locked } = await import("../gcp/outputs.ts");
  return { ...locked(begun, deployment, await outputs(run)), google: true };
}
