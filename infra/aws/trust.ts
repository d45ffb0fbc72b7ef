// Which service account a role may trust: known only once the Google half is there, so the lock says it.

import { ConfigError } from "../../shared/core/errors.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import type { Trusted } from "./google-role.ts";

/** Links that run in Google Cloud and reach a queue, and whose service account the lock does not know. */
export const untrusted = ({ functions }: Deployment, { serviceAccounts }: Lock): readonly string[] =>
  functions.flatMap((plan) =>
    plan.cloud === "gcp" && plan.awsRole !== undefined && !Object.hasOwn(serviceAccounts, plan.link.name)
      ? [plan.link.name]
      : [],
  );

/** Throws `ConfigError` that names them and says what to do. */
export function checkTrust(deployment: Deployment, lock: Lock): void {
  const links = untrusted(deployment, lock);
  if (links.length === 0) return;
  const todo = lock.module
    ? "apply the module in your terraform, then run hopspan synth --google-outputs, which writes the lock"
    : "run hopspan deploy, which makes the Google half first and writes the lock; or, where the Google half is to be a module of your own terraform, apply what hopspan synth writes, and give its outputs to hopspan synth --google-outputs";
  const message = `the lock of fabric ${deployment.fabric} does not know the service account of ${links.join(", ")}, whose role in AWS must trust it: ${todo}`;
  throw new ConfigError([{ severity: "error", code: "LOCK_ACCOUNT", message }]);
}

/** Whom the role of a link's function in Google Cloud trusts. Expects a lock that `checkTrust` has passed. */
export const trusted = ({ link, awsRole }: RunPlan, { serviceAccounts }: Lock): Trusted => ({
  uniqueId: serviceAccounts[link.name]?.uniqueId ?? "",
  audience: awsRole?.audience ?? "",
});
