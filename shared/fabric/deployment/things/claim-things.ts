// Buckets in which bodies lie that are too large for a queue or a topic.

import type { Deployment } from "../deployment.ts";
import { stackName } from "../stack-name.ts";
import { ownerOfEndpoint } from "./owner.ts";
import { type Entry, entry, listed, settingsOf } from "./thing.ts";

const DAY_SECONDS = 86_400;

/** Those that the fabric makes. `stack` is part of how CloudFormation knows one. */
export const claimThings = (deployment: Deployment): readonly Entry[] =>
  deployment.claims.flatMap((plan) => {
    if (!plan.makesBucket) return [];
    const { bucket, expireDays, region } = plan;
    const of = ownerOfEndpoint(plan.endpoint);
    const common = { claims: true, retentionSeconds: expireDays * DAY_SECONDS };
    if (plan.cloud === "gcp")
      return [entry(["gcp", "bucket"], [], bucket, of, { project: plan.project, location: region, ...common })];
    const { account, kmsKey, foreign } = plan;
    const settings = settingsOf({
      ...common,
      stack: stackName(deployment, plan),
      kmsKey,
      foreign:
        foreign.length === 0
          ? undefined
          : listed(foreign.map(({ account: of, grant }) => `${of} ${grant.role} ${grant.actions}`)),
    });
    return [entry(["aws", "bucket"], [account, region], bucket, of, settings)];
  });
