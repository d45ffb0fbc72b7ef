// What a function in Google Cloud is told: its link, where its secrets are, who it is in AWS; in its environment, or in files.

import { type RunPlan, SUMMARY_SECONDS } from "../../shared/fabric/deployment/function-plan.ts";
import { secretPlaces } from "../../shared/fabric/deployment/secret-places.ts";
import { verbatim } from "./verbatim.ts";

/** `files`: texts by name, to lie beside `index.js`. */
export interface Told {
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** One variable: https://docs.cloud.google.com/run/quotas, with room for its name. */
const VARIABLE_BYTES = 32_000;

/** Variables as terraform takes them. Where secrets are kept or how they are wrapped, never what they are. */
export function told({ link, secrets, awsRole }: RunPlan): Told {
  const json = JSON.stringify(link);
  const places = secretPlaces(secrets, "gcp");
  const fits = Buffer.byteLength(json) <= VARIABLE_BYTES;
  return {
    variables: {
      ...(fits ? { HOPSPAN_LINK: verbatim(json) } : {}),
      ...(places === undefined ? {} : { HOPSPAN_SECRETS: places }),
      ...(awsRole === undefined
        ? {}
        : {
            AWS_ROLE_ARN: `arn:aws:iam::${awsRole.account}:role/${awsRole.name}`,
            HOPSPAN_AWS_AUDIENCE: awsRole.audience,
          }),
      HOPSPAN_SUMMARY_SECONDS: String(SUMMARY_SECONDS),
      // The framework would mark each line with the call that wrote it, at a cost; our lines name their delivery.
      LOG_EXECUTION_ID: "false",
    },
    files: fits ? {} : { "link.json": json },
  };
}
