// A terraform state that knows nothing of a Google half that is there by the lock: nothing is made anew or forgotten unasked.

import { resolve } from "node:path";
import { HopspanError } from "../../shared/core/errors.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import type { Loss } from "../plan/consent.ts";
import { homeOf, type Site } from "./site.ts";
import { resourcesInState, type TerraformRun } from "./terraform.ts";

/** What is done without the state, once the user says so, and the words that say it. */
export interface WithoutState {
  readonly what: string;
  readonly option: string;
  /** True where a deployment is gone on with: one that was stopped before it made anything may have left no state. */
  readonly goesOn: boolean;
}

/** By which consent to the loss of a fabric's state is given: `all` is none, since it is said of what a fabric holds. */
export const stateAddress = ({ deployment: { fabric, gcp } }: Pick<Site["loaded"], "deployment">): string =>
  ["gcp", "state", ...(gcp === undefined ? [] : [gcp.project]), fabric].join("/");

/**
 * The loss of the state where it is lost and the user has agreed; nothing where it is not lost. To be asked where a plan
 * finds nothing that is there. Rejects with a `HopspanError` that says where the state is expected, and how to go on.
 */
export async function lostState(site: Site, run: TerraformRun, without: WithoutState): Promise<readonly Loss[]> {
  const { loaded, accepted } = site;
  if (!isToBeThere(loaded.lock) || !isLost(loaded.lock, await resourcesInState(run), without)) return [];
  const address = stateAddress(loaded);
  if (!accepted.includes(address)) throw refusal(site, without);
  return [{ address, loss: `state ${loaded.deployment.fabric}: what terraform knows of Google Cloud` }];
}

const isGoogle = (things: Lock["made"]): boolean => Object.values(things).some(({ cloud }) => cloud === "gcp");

const isToBeThere = ({ google, made }: Lock): boolean => google || isGoogle(made);

/** A deployment that did not come to its end may have made nothing yet: then terraform has an empty state, or none. */
function isLost({ made, begun }: Lock, resources: number | undefined, { goesOn }: WithoutState): boolean {
  const isOnlyBegun = !isGoogle(made) && isGoogle(begun);
  if (resources === undefined) return !(isOnlyBegun && goesOn);
  return resources === 0 && !isOnlyBegun;
}

function refusal(site: Site, { what, option }: WithoutState): HopspanError {
  const { deployment, lockFile } = site.loaded;
  const told = `${lockFile} says that fabric ${deployment.fabric} is in Google Cloud, and terraform's state knows nothing of it`;
  const bring = `it is expected in ${placeOf(site)}: bring it there from where the last deployment ran`;
  return new HopspanError("STATE_LOST", `${told}; ${bring}, or ${what} with ${option}`, false);
}

/** As infra/gcp/backend.ts has terraform look for it. */
function placeOf(site: Site): string {
  const { fabric, ground } = site.loaded.deployment;
  const { gcs, s3, local = `.hopspan/${fabric}.tfstate` } = ground.state ?? {};
  if (gcs !== undefined) return `gs://${gcs.bucket}/${gcs.prefix ?? `hopspan/${fabric}`}`;
  if (s3 !== undefined) return `s3://${s3.bucket}/${s3.key ?? `hopspan/${fabric}.tfstate`}`;
  return resolve(homeOf(site), local);
}
