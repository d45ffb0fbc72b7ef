// A fabric in the hands of other tools: the Google half as a module for their terraform, the lock for their CDK app.

import { ConfigError } from "../../shared/core/errors.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { stackPlans, stacksToRemember } from "../aws/stacks.ts";
import { bundleFunctions } from "../bundle.ts";
import { hasGoogleHalf } from "../gcp/has-google-half.ts";
import type { Loaded } from "../load-deployment.ts";
import { placesOf } from "./aws.ts";

/**
 * Bundles the functions and writes the Google half into `folder`. Throws `ConfigError` for a fabric without one, and for a
 * folder with something else in it.
 */
export async function writeGoogleModule({ deployment }: Loaded, folder: string): Promise<void> {
  if (!hasGoogleHalf(deployment))
    throw refused(
      "GOOGLE_MODULE",
      `fabric ${deployment.fabric} has nothing in Google Cloud: there is no module to write`,
    );
  const { refuseFolder, writeModule } = await import("../gcp/module.ts");
  refuseFolder(folder, deployment.fabric);
  await bundleFunctions();
  writeModule(deployment, { folder });
}

/**
 * The lock that the AWS half is made with: whom its roles trust, by what terraform has told of the module, and which
 * stack each part is in. What was made it does not say, since nobody tells when it is. `told` is what
 * `terraform output -json` prints, of all outputs or of the module's own. Throws `ConfigError` for anything else, and where
 * this command's own state has the Google half.
 */
export async function lockFor({ deployment, lock, lockFile }: Loaded, told: string): Promise<Lock> {
  if (lock.google)
    throw refused(
      "HANDED_OVER",
      `fabric ${deployment.fabric} was deployed by hopspan deploy, as ${lockFile} says: hopspan destroy it before another terraform makes it`,
    );
  const { locked } = await import("../gcp/outputs.ts");
  const known = locked(lock, deployment, outputsIn(told));
  const plans = stackPlans(deployment, lock);
  const places = { ...lock.places, ...placesOf(plans) };
  return { ...known, module: true, stacks: stacksToRemember(plans), places };
}

/** One output alone is printed as its value, several with what terraform knows of each. */
function outputsIn(told: string): Readonly<Record<string, unknown>> {
  const read = parsed(told);
  const several = Object.entries(read).map(([name, output]) => [name, isTable(output) ? output["value"] : undefined]);
  return { ...Object.fromEntries(several), alone: read };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text);
    if (isTable(read)) return read;
  } catch {
    // Said below, in words of ours: what the parser says is of no use here.
  }
  throw refused("OUTPUTS", "the outputs are no JSON object: write them with terraform output -json");
}

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refused = (code: string, message: string) => new ConfigError([{ severity: "error", code, message }]);
