// The Google half of a deployment: written, compared, applied and taken away, where the fabric has or had one.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { hasGoogleHalf } from "../gcp/has-google-half.ts";
import { beginning } from "./beginning.ts";
import { begin, homeOf, type Site, workFolder, writeLock } from "./site.ts";
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

/** What becomes of the half, once its tool is found. Throws at once where terraform is missing. Expects built bundles. */
export function googleHalf(site: Site) {
  const { deployment, lock: known } = site.loaded;
  // Also where the fabric has left Google Cloud since: what it had there is still to be taken away.
  if (!hasGoogleHalf(deployment) && !known.google) return undefined;
  const command = findTerraform(site.environment);
  return {
    async compare(): Promise<void> {
      begin(site, "Google Cloud: terraform plan");
      await differs(await prepared(site, command, deployment));
    },
    apply: (lock: Lock) => apply(site, command, lock),
    async destroy(): Promise<void> {
      begin(site, "Google Cloud: terraform destroy");
      await destroyAll(await prepared(site, command, nothingOf(deployment)));
    },
  };
}

async function apply(site: Site, command: string, lock: Lock): Promise<Lock> {
  const { deployment } = site.loaded;
  begin(site, "Google Cloud: terraform apply");
  const run = await prepared(site, command, deployment);
  const isDifferent = await differs(run, PLAN);
  const begun = isDifferent ? beginning(lock, deployment, "gcp") : lock;
  if (isDifferent) {
    writeLock(site, begun);
    await applyPlan(run, PLAN);
  }
  if (!hasGoogleHalf(deployment)) return { ...begun, google: false, serviceAccounts: {} };
  const { locked } = await import("../gcp/outputs.ts");
  return { ...locked(begun, await outputs(run)), google: true };
}

const PLAN = "hopspan.tfplan";

async function prepared(site: Site, command: string, deployment: Deployment): Promise<TerraformRun> {
  const { environment, onLine, ended } = site;
  const { synthGoogle } = await import("../gcp/synth.ts");
  const folder = synthGoogle(deployment, { outdir: workFolder(site, "google"), home: homeOf(site) });
  const run = { command, folder, environment: quiet(environment), onLine, ended };
  await initialize(run);
  return run;
}

/** The state knows what there is; of the fabric only the place of the state is needed. */
const nothingOf = (deployment: Deployment): Deployment => ({
  ...deployment,
  queues: [],
  topics: [],
  subscriptions: [],
  landings: [],
  schemas: [],
  functions: [],
});
