// What a function in Google Cloud is told: its link, and who it is in AWS; in its environment, or in files beside it.

import type { RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { verbatim } from "./verbatim.ts";

/** `files`: texts by name, to lie beside `index.js`. */
export interface Told {
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** One variable: https://docs.cloud.google.com/run/quotas, with room for its name. */
const VARIABLE_BYTES = 32_000;

/** Variables as terraform takes them. */
export function told({ link, awsRole }: RunPlan): Told {
  const json = JSON.stringify(link);
  const fits = Buffer.byteLength(json) <= VARIABLE_BYTES;
  return {
    variables: {
      ...(fits ? { HOPSPAN_LINK: verbatim(json) } : {}),
      ...(awsRole === undefined
        ? {}
        : {
            AWS_ROLE_ARN: `arn:aws:iam::${awsRole.account}:role/${awsRole.name}`,
            HOPSPAN_AWS_AUDIENCE: awsRole.audience,
          }),
      // The framework would mark each line with the call that wrote it, at a cost; our lines name their delivery.
      LOG_EXECUTION_ID: "false",
    },
    files: fits ? {} : { "link.json": json },
  };
}
