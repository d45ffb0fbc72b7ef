// A link's grants in AWS as policy statements: what is granted is what the plan shows.

import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Grant } from "../../shared/fabric/deployment/grants.ts";
import { statements } from "../../shared/fabric/deployment/statements.ts";

/** Grants in Google Cloud are the other half's, and left out. */
export const allowed = (grants: readonly Grant[]): readonly PolicyStatement[] =>
  statements(grants).map(
    ({ actions, resources, condition = {} }) =>
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions: condition }),
  );
