// How Google knows the functions on AWS without a key: a pool for the fabric, a provider for each AWS account.

import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool/index.js";
import {
  IamWorkloadIdentityPoolProvider,
  type IamWorkloadIdentityPoolProviderConfig,
} from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider/index.js";
import { ConfigError } from "../../shared/core/errors.ts";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { awsProof, outboundAudience } from "../../shared/fabric/deployment/google-access.ts";
import {
  mappedRole,
  OUTBOUND_MAPPING,
  poolId,
  providerId,
  SUBJECT_MAPPING,
} from "../../shared/fabric/deployment/identity.ts";
import { prefixOf } from "../../shared/fabric/derive-name.ts";
import type { GoogleGrant } from "./grants.ts";
import type { Site } from "./site.ts";

/** Gives the member of a grant to a function on AWS: the plan's own, as a reference to the pool. */
export type PoolMember = (grant: GoogleGrant) => string;

/** Nothing is made where no function on AWS has a grant in Google Cloud. */
export function federation(site: Site): PoolMember {
  const { stack, api, project, deployment } = site;
  const known = deployment.functions.filter(
    (plan): plan is LambdaPlan => plan.cloud === "aws" && plan.grants.some(({ cloud }) => cloud === "gcp"),
  );
  if (known.length === 0) return ({ member }) => member;
  const pool = new IamWorkloadIdentityPool(stack, "pool", {
    project,
    workloadIdentityPoolId: poolId(deployment.fabric),
    displayName: `Hopspan ${deployment.fabric}`.slice(0, DISPLAY_CHARACTERS),
    description: `Functions on AWS of fabric ${deployment.fabric}`,
    dependsOn: [api("iam"), api("sts"), api("iamcredentials")],
    lifecycle: { postcondition: [numbered(site)] },
  });
  for (const [account, plans] of Map.groupBy(known, (plan) => plan.account)) provider(site, pool, account, plans);
  const prefix = `principalSet://iam.googleapis.com/${poolName(site)}/`;
  return ({ member }) => {
    if (!member.startsWith(prefix)) throw stranger(member);
    return `principalSet://iam.googleapis.com/${pool.name}/${member.slice(prefix.length)}`;
  };
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools, in characters. */
const DISPLAY_CHARACTERS = 32;

const poolName = ({ deployment: { fabric, gcp } }: Site): string =>
  `projects/${gcp?.projectNumber}/locations/global/workloadIdentityPools/${poolId(fabric)}`;

/** A wrong number would leave every function on AWS without rights, with nothing that says why. */
const numbered = (site: Site) => ({
  condition: `\${self.name == "${poolName(site)}"}`,
  errorMessage: `gcp.projectNumber of fabric ${site.deployment.fabric} is not the number of project ${site.project}.`,
});

function provider(site: Site, pool: IamWorkloadIdentityPool, account: string, plans: readonly LambdaPlan[]) {
  const { stack, project, deployment } = site;
  const proof = awsProof(deployment, account);
  // With an address of its own, as it has a name: what was deleted can only be imported where nothing else stands.
  return new IamWorkloadIdentityPoolProvider(stack, `provider_${proof === "outbound" ? "oidc_" : ""}${account}`, {
    project,
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: providerId(account, proof),
    displayName: `AWS account ${account}`,
    attributeCondition: onlyRoles(
      deployment.fabric,
      plans.map(({ role }) => mappedRole(account, role)),
    ),
    ...trust(site, account),
  });
}

/** Both ways end in the same attribute, so that grants need not know which one is used. */
function trust(
  { deployment }: Site,
  account: string,
): Pick<IamWorkloadIdentityPoolProviderConfig, "attributeMapping" | "aws" | "oidc"> {
  if (awsProof(deployment, account) === "signed-request")
    return { attributeMapping: mapping(SUBJECT_MAPPING), aws: { accountId: account } };
  return {
    attributeMapping: mapping(OUTBOUND_MAPPING),
    oidc: {
      issuerUri: deployment.aws?.identityIssuer ?? "",
      allowedAudiences: [outboundAudience(deployment, account)],
    },
  };
}

const mapping = (expression: string) => ({ "google.subject": expression, "attribute.aws_role": expression });

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers, in characters. */
const CONDITION_CHARACTERS = 4_096;

/**
 * The functions' roles by name; where they are too many for one condition, what all their names start with. Grants name
 * each role in any case: this only keeps others of the account from getting a token at all.
 */
function onlyRoles(fabric: string, roles: readonly string[]): string {
  const list = `attribute.aws_role in [${roles.map((role) => `'${role}'`).join(", ")}]`;
  if (list.length <= CONDITION_CHARACTERS) return list;
  const [account] = (roles[0] ?? "").split(":");
  return `attribute.aws_role.startsWith('${account}:${prefixOf(fabric)}')`;
}

const stranger = (member: string) =>
  new ConfigError([{ severity: "error", code: "GRANT", message: `${member} is no member of the fabric's own pool` }]);
