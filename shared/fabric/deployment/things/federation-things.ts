// How Google knows the functions on AWS: one pool, and a provider for each account that they run in.

import type { Deployment } from "../deployment.ts";
import type { LambdaPlan } from "../function-plan.ts";
import { awsProof, outboundAudience } from "../google-access.ts";
import { mappedRole, poolId, providerId } from "../identity.ts";
import { type Entry, entry, listed, settingsOf } from "./thing.ts";

/** Nothing where no function on AWS has a right in Google Cloud. */
export function federationThings(deployment: Deployment): readonly Entry[] {
  const { fabric, gcp, functions } = deployment;
  const known = functions.filter(
    (plan): plan is LambdaPlan => plan.cloud === "aws" && plan.grants.some(({ cloud }) => cloud === "gcp"),
  );
  if (gcp === undefined || known.length === 0) return [];
  const accounts = [...Map.groupBy(known, ({ account }) => account)];
  return [
    entry(["gcp", "pool"], [gcp.project], poolId(fabric), undefined, {}),
    ...accounts.map(([account, plans]) => providerThing(deployment, gcp.project, account, plans)),
  ];
}

function providerThing(deployment: Deployment, project: string, account: string, plans: readonly LambdaPlan[]): Entry {
  const proof = awsProof(deployment, account);
  const told =
    proof === "outbound"
      ? { issuer: deployment.aws?.identityIssuer, audience: outboundAudience(deployment, account) }
      : {};
  const roles = listed(plans.map(({ role }) => mappedRole(account, role)));
  return entry(
    ["gcp", "provider"],
    [project, poolId(deployment.fabric)],
    providerId(account, proof),
    undefined,
    settingsOf({ proof, ...told, roles }),
  );
}
