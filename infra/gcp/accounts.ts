// Who acts in the Google half: one service account per function, one that calls them, one that builds them.

import { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member/index.js";
import type { RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { sharedAccountId } from "../../shared/fabric/deployment/identity.ts";
import type { Site } from "./site.ts";

/** The account of a link's function: it may do what the plan grants, and nothing by itself. */
export function functionAccount({ stack, idOf, api, project }: Site, { link, serviceAccount }: RunPlan) {
  return new ServiceAccount(stack, `account_${idOf(link.name)}`, {
    project,
    accountId: serviceAccount,
    displayName: `The function of ${link.name}`.slice(0, DISPLAY_CHARACTERS),
    dependsOn: [api("iam")],
  });
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
const DISPLAY_CHARACTERS = 100;

/** Whose token every push carries. `mayAsk` lets Pub/Sub make tokens of this account, and nothing else of it. */
export function pushAccount({ stack, api, project, deployment, pubsubAgent }: Site) {
  const account = new ServiceAccount(stack, "push", {
    project,
    accountId: sharedAccountId(deployment.fabric, "push"),
    displayName: `Pushes of fabric ${deployment.fabric}`,
    dependsOn: [api("iam")],
  });
  const mayAsk = new ServiceAccountIamMember(stack, "push_token", {
    serviceAccountId: account.name,
    // All that a push needs of it (iam.serviceAccounts.getOpenIdToken): https://docs.cloud.google.com/pubsub/docs/push#authentication
    role: "roles/iam.serviceAccountOpenIdTokenCreator",
    member: pubsubAgent,
    dependsOn: [api("pubsub"), api("iamcredentials")],
  });
  return { account, mayAsk };
}
