// What a deployment amounts to, thing by thing: what `plan` lists, and what the lock remembers of the last deployment.

import type { Deployment } from "./deployment.ts";
import { awsWatchThings } from "./things/aws-watch-things.ts";
import { claimThings } from "./things/claim-things.ts";
import { federationThings } from "./things/federation-things.ts";
import { googleWatchThings } from "./things/google-watch-things.ts";
import { groundThings } from "./things/ground-things.ts";
import { lambdaThings } from "./things/lambda-things.ts";
import { landingThings } from "./things/landing-things.ts";
import { queueThings } from "./things/queue-things.ts";
import { runThings, sharedRunThings } from "./things/run-things.ts";
import { sharedSources } from "./things/shared-sources.ts";
import type { Entry, Inventory, Thing } from "./things/thing.ts";
import { topicThings } from "./things/topic-things.ts";

/**
 * Everything that the fabric makes, changes or grants in both clouds; what belongs to others is not among it. Two
 * deployments of which the templates differ have inventories that differ, and the other way round; only the code of
 * functions is in neither. Pure.
 */
export function inventory(deployment: Deployment): Inventory {
  const project = deployment.gcp?.project ?? "";
  const shared = sharedSources(deployment);
  const entries: readonly Entry[] = [
    ...queueThings(deployment),
    ...deployment.functions.flatMap((plan) =>
      plan.cloud === "aws" ? lambdaThings(plan, { project, shared }) : runThings(plan),
    ),
    ...topicThings(deployment),
    ...landingThings(deployment),
    ...claimThings(deployment),
    ...sharedRunThings(deployment),
    ...federationThings(deployment),
    ...awsWatchThings(deployment),
    ...googleWatchThings(deployment),
    ...groundThings(deployment),
  ];
  const first = new Map<string, Thing>();
  // What several topics land in stands there once, with the first of them.
  for (const [address, thing] of entries) if (!first.has(address)) first.set(address, thing);
  return Object.fromEntries(first);
}
