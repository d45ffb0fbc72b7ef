// What the lock says while a deployment is under way: if it does not come to its end, the next one knows what may be there.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";

/** The lock as one cloud's half is begun. Pure. */
export function beginning(lock: Lock, deployment: Deployment, cloud: "aws" | "gcp"): Lock {
  const things = Object.entries(inventory(deployment)).filter(([, thing]) => thing.cloud === cloud);
  return { ...lock, google: lock.google || cloud === "gcp", begun: { ...lock.begun, ...Object.fromEntries(things) } };
}
