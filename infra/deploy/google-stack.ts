// The folder that terraform works in: written for a deployment, and made ready.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { hasGoogleHalf } from "../gcp/has-google-half.ts";
import type { ResourceChange } from "../plan/google-losses.ts";
import { quiet } from "./find-terraform.ts";
import { homeOf, type Site, workFolder } from "./site.ts";
import { initialize, type TerraformRun } from "./terraform.ts";

/** Where a plan is kept until it is applied, from the stack's folder. */
export const planFile = "hopspan.tfplan";

/** Writes the half of this deployment, which need not be the site's own, and finds its state. */
export async function prepared(site: Site, command: string, deployment: Deployment): Promise<TerraformRun> {
  const { environment, onLine, writesTo, ended } = site;
  const { synthGoogle } = await import("../gcp/synth.ts");
  const folder = synthGoogle(deployment, { outdir: workFolder(site, "google"), home: homeOf(site) });
  const run = { command, folder, environment: quiet(environment), onLine, writesTo, ended };
  await initialize(run);
  return run;
}

/** True where a plan for this deployment is of nothing that is there: of things to make only, or of nothing left to take away. */
export function findsNothing(changes: readonly ResourceChange[] | undefined, deployment: Deployment): boolean {
  // What is as it is wanted is there, though nothing is said of it.
  if (hasGoogleHalf(deployment) && (changes ?? []).length === 0) return false;
  return (changes ?? []).every(({ change }) => change.before === null);
}

/** The state knows what there is; to take it away, of the fabric only the place of the state is needed. */
export const nothingOf = (deployment: Deployment): Deployment => ({
  ...deployment,
  queues: [],
  topics: [],
  subscriptions: [],
  landings: [],
  schemas: [],
  functions: [],
});
