// The variables of a function on AWS, beside its link: where its secrets are, and how Google knows it.

import { secretPlaces } from "./secret-places.ts";
import type { SecretPlan } from "./secret-plan.ts";

/** All variables of a function together, as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const ENVIRONMENT_BYTES = 4_096;

/** The file that tells how Google knows a function, to lie beside its bundle. */
export const CREDENTIALS_FILE = "google-credentials.json";

/** Where Lambda unpacks a bundle: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const TASK_ROOT = "/var/task";

/** Of a function with these secrets, which publishes to a topic or does not. Where secrets are kept or how they are wrapped, never what they are. */
export function variablesOf(secrets: readonly SecretPlan[], publishes: boolean): Readonly<Record<string, string>> {
  const places = secretPlaces(secrets, "aws");
  return {
    ...(places === undefined ? {} : { HOPSPAN_SECRETS: places }),
    ...(publishes ? { GOOGLE_APPLICATION_CREDENTIALS: `${TASK_ROOT}/${CREDENTIALS_FILE}` } : {}),
  };
}

/** As Lambda counts them. */
export const environmentBytes = (variables: Readonly<Record<string, string>>): number =>
  Buffer.byteLength(JSON.stringify(variables));
