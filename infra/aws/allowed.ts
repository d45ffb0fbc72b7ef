// A link's grants in AWS as policy statements: what is granted is what the plan shows.

import { Validations } from "aws-cdk-lib";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import type { Grant } from "../../shared/fabric/deployment/grants.ts";
import { statements } from "../../shared/fabric/deployment/statements.ts";

/** Grants in Google Cloud are the other half's, and left out. */
export const allowed = (grants: readonly Grant[]): readonly PolicyStatement[] =>
  statements(grants).map(
    ({ actions, resources, condition = {} }) =>
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions: condition }),
  );

const KEYS = "These are the keys of bodies that are too large for a queue, which are made up as they come.";

/** Tells the checks why a right in the bucket of a claim check names no single object. */
export function ofClaims(role: Role, grants: readonly Grant[]): void {
  for (const grant of grants)
    if (grant.cloud === "aws" && grant.resource.startsWith("arn:aws:s3:::") && grant.resource.endsWith("*"))
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${grant.resource}]`, reason: KEYS });
}
