// A fabric in the hands of other tools: the Google half as a module for their terraform, the lock for their CDK app.

import { ConfigError } from "../../shared/core/errors.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { stackPlans, stacksToRemember } from "../aws/stacks.ts";
import { bundleFunctions } from "../bundle.ts";
import { hasGoogleHalf } from "../gcp/has-google-half.ts";
import type { Loaded } from "../load-deployment.ts";
import { placesOf } from "./aws.ts";

/** Bundles the functions and writes the Google half into `folder`. Throws `ConfigError` for a fabric without one. */
export async function writeGoogleModule({ deployment }: Loaded, folder: string): Promise<void> {
  if (!hasGoogleHalf(deployment))
    throw refused(
      "GOOGLE_MODULE",
      `fabric ${deployment.fabric} has nothing in Google Cloud: there is no module to write`,
    );
  await bundleFunctions();
  const { writeModule } = await import("../gcp/module.ts");
  writeModule(deployment, { folder });
}

/**
 * The lock that the AWS half is made with: whom its roles trust, by what terraform has told of the module, and which
 * stack each part is in. What was made it does not say, since nobody tells when it is. `told` is what
 * `terraform output -json` prints, of all outputs or of `service_accounts` alone. Throws `ConfigError` for anything else.
 */
export async function lockFor({ deployment, lock }: Loaded, told: string): Promise<Lock> {
  const { locked } = await import("../gcp/outputs.ts");
  const known = locked(lock, outputsIn(told));
  const plans = stackPlans(deployment, lock);
  return { ...known, stacks: stacksToRemember(plans), places: { ...lock.places, ...placesOf(plans) } };
}

function outputsIn(told: string): Readonly<Record<string, unknown>> {
  const read = parsed(told);
  const { service_accounts: all } = read;
  return { service_accounts: isTable(all) ? all["value"] : read };
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
