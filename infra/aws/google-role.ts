// The role that a function in Google Cloud takes on to reach a queue: it shows a token of Google's, and keeps no key.

import { PolicyDocument, Role, WebIdentityPrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { allowed, ofClaims } from "./allowed.ts";

/** AWS knows Google as it is: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
const GOOGLE = "accounts.google.com";

/** Who may take on the role: the service account by its number, with a token made for this role only. */
export interface Trusted {
  readonly uniqueId: string;
  readonly audience: string;
}

/**
 * `aud` is the number again: Google's tokens have an authorized party, and AWS then compares that; the audience that was
 * asked for is `oaud`. Same source.
 */
export function googleRole(
  scope: Construct,
  { awsRole, link, grants }: RunPlan,
  { uniqueId, audience }: Trusted,
): Role {
  const role = new Role(scope, "Role", {
    ...(awsRole === undefined ? {} : { roleName: awsRole.name }),
    description: `The function of ${link.name}, in Google Cloud`,
    assumedBy: new WebIdentityPrincipal(GOOGLE, {
      StringEquals: { [`${GOOGLE}:sub`]: uniqueId, [`${GOOGLE}:aud`]: uniqueId, [`${GOOGLE}:oaud`]: audience },
    }),
    inlinePolicies: { link: new PolicyDocument({ statements: [...allowed(grants)] }) },
  });
  ofClaims(role, grants);
  return role;
}
