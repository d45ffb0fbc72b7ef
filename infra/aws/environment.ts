// What a function is told: its link, where its secrets are, how Google knows it; by variables, or by files beside it.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { googleAccess } from "../../shared/fabric/deployment/google-access.ts";

/** `files`: texts by name, to lie beside `index.cjs`. */
export interface Told {
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** All variables of a function together, as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENT_BYTES = 4_096;

/** Where Lambda unpacks a bundle: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const TASK_ROOT = "/var/task";

/** A link is told by a variable, and by a file where it would not fit: a file of its own makes a bundle of its own. */
export function told(deployment: Deployment, plan: LambdaPlan): Told {
  const google = plan.link.targets.some(({ broker }) => broker === "pubsub") ? googleFile(deployment, plan) : NOTHING;
  const link = JSON.stringify(plan.link);
  const rest = { ...secretPlaces(plan), ...google.variables };
  const variables = { HOPSPAN_LINK: link, ...rest };
  if (Buffer.byteLength(JSON.stringify(variables)) <= ENVIRONMENT_BYTES) return { variables, files: google.files };
  return { variables: rest, files: { ...google.files, "link.json": link } };
}

/** Where secrets are kept, never what they are. */
function secretPlaces({ secrets }: LambdaPlan): Told["variables"] {
  if (secrets.length === 0) return {};
  const places = secrets.map(({ name, store }) => [name, { aws: store }]);
  return { HOPSPAN_SECRETS: JSON.stringify(Object.fromEntries(places)) };
}

const NOTHING: Told = { variables: {}, files: {} };

const CREDENTIALS = "google-credentials.json";

function googleFile(deployment: Deployment, { account }: LambdaPlan): Told {
  return {
    variables: { GOOGLE_APPLICATION_CREDENTIALS: `${TASK_ROOT}/${CREDENTIALS}` },
    files: { [CREDENTIALS]: JSON.stringify(googleAccess(deployment, account)) },
  };
}
