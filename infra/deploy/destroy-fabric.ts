// Takes a fabric away in both clouds, once both were asked what there is: a cloud out of reach stops it before it begins.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { hasGoogleHalf } from "../gcp/has-google-half.ts";
import { goneThings, type Held } from "../plan/google-losses.ts";
import { cdkRun, stackPlaces } from "./aws.ts";
import { deployedStacks } from "./aws-stacks.ts";
import { destroyStacks } from "./cdk.ts";
import { emptyBuckets } from "./contents.ts";
import { findTerraform } from "./find-terraform.ts";
import { findsNothing, nothingOf, planFile, prepared } from "./google-stack.ts";
import { refuseHandedOver } from "./handed-over.ts";
import { type Holders, holders } from "./holders.ts";
import { lostState, type WithoutState } from "./lost-state.ts";
import { begin, type Site } from "./site.ts";
import { applyPlan, planned } from "./terraform.ts";

/** What there is of a fabric. Nothing has changed so far. */
export interface Standing {
  /** False where neither cloud has anything of it. */
  readonly isThere: boolean;
  /** True where terraform's state is lost, and the user has agreed: what is in Google Cloud stays, and is forgotten. */
  readonly isForgotten: boolean;
  readonly holders: Holders;
  /** Things of Google Cloud that hold something, datasets among them. */
  readonly things: readonly Held[];
  /** Takes it away, AWS first: its functions use what Google has. Buckets are emptied. Then there is no lock any more. */
  destroy(): Promise<void>;
}

/**
 * Asks both clouds. Rejects with a `HopspanError` where one does not tell, where terraform's state is lost and nobody has
 * agreed to that, or where the Google half is its owner's own.
 */
export async function standing(site: Site): Promise<Standing> {
  refuseHandedOver(site.loaded);
  const google = googleStanding(site);
  const places = stackPlaces(site);
  if (Object.keys(places).length > 0) begin(site, "AWS: what is deployed");
  const stacks = await deployedStacks(places);
  const { things, isThere, isForgotten, destroy } = await google();
  return {
    isThere: isThere || stacks.length > 0,
    isForgotten,
    holders: holders(stacks, things),
    things,
    async destroy() {
      if (stacks.length > 0) await destroyAws(site);
      await destroy();
      site.lockFile.remove();
    },
  };
}

async function destroyAws(site: Site): Promise<void> {
  begin(site, "AWS: cdk destroy");
  site.lockFile.write({ ...site.loaded.lock, places: stackPlaces(site) });
  await destroyStacks(cdkRun(site));
}

interface GoogleStanding {
  readonly isThere: boolean;
  readonly isForgotten: boolean;
  readonly things: readonly Held[];
  destroy(): Promise<void>;
}

/** Throws at once where terraform is missing. */
function googleStanding(site: Site): () => Promise<GoogleStanding> {
  const { deployment, lock } = site.loaded;
  if (!hasGoogleHalf(deployment) && !lock.google)
    return async () => ({ isThere: false, isForgotten: false, things: [], destroy: async () => {} });
  const command = findTerraform(site.environment);
  return () => planDestroy(site, command, deployment);
}

const FORGET: WithoutState = {
  what: "take away AWS's half only, and leave and forget what is in Google Cloud,",
  option: "--drop-state",
  goesOn: false,
};

async function planDestroy(site: Site, command: string, deployment: Deployment): Promise<GoogleStanding> {
  begin(site, "Google Cloud: terraform plan -destroy");
  const nothing = nothingOf(deployment);
  const run = await prepared(site, command, nothing);
  const changes = await planned(run, planFile, { destroys: true });
  const lost = findsNothing(changes, nothing) ? await lostState(site, run, FORGET) : [];
  const things = goneThings(changes ?? []);
  return {
    isThere: changes !== undefined,
    isForgotten: lost.length > 0,
    things,
    async destroy() {
      if (changes === undefined) return;
      begin(site, "Google Cloud: terraform destroy");
      await emptyBuckets(things, site.environment);
      await applyPlan(run, planFile);
    },
  };
}
