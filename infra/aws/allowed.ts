// A link's grants in AWS as policy statements, one by one: what is granted is what the plan shows.

import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Grant } from "../../shared/fabric/deployment/grants.ts";

/** Grants in Google Cloud are the other half's, and left out. */
export const allowed = (grants: readonly Grant[]): readonly PolicyStatement[] =>
  grants.flatMap((grant) => {
    if (grant.cloud === "gcp") return [];
    const { actions, resource, condition } = grant;
    return [new PolicyStatement({ actions: [...actions], resources: [resource], conditions: condition ?? {} })];
  });
