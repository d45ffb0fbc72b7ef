// What a function is told: its link, where its secrets are, how Google knows it; by variables, or by files beside it.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { googleAccess } from "../../shared/fabric/deployment/google-access.ts";
import {
  CREDENTIALS_FILE,
  ENVIRONMENT_BYTES,
  environmentBytes,
  variablesOf,
} from "../../shared/fabric/deployment/lambda-environment.ts";

/** `files`: texts by name, to lie beside `index.cjs`. */
export interface Told {
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** A link is told by a variable, and by a file where it would not fit: a file of its own makes a bundle of its own. */
export function told(deployment: Deployment, plan: LambdaPlan): Told {
  const publishes = plan.link.targets.some(({ broker }) => broker === "pubsub");
  const files = publishes ? { [CREDENTIALS_FILE]: JSON.stringify(googleAccess(deployment, plan.account)) } : {};
  const link = JSON.stringify(plan.link);
  const rest = variablesOf(plan.secrets, publishes);
  const variables = { HOPSPAN_LINK: link, ...rest };
  if (environmentBytes(variables) <= ENVIRONMENT_BYTES) return { variables, files };
  return { variables: rest, files: { ...files, "link.json": link } };
}
