// A fabric as both clouds will hold it: plain values that CDK, cdktf, `plan` and the tests read alike.

import { compile } from "../compile.ts";
import type { Fabric } from "../fabric.ts";
import { type ClaimPlan, claimPlans } from "./claim-plan.ts";
import { type FunctionPlan, functionPlan } from "./function-plan.ts";
import { type LandingPlan, landingPlans } from "./landing-plan.ts";
import { type QueuePlan, queuePlans } from "./queue-plan.ts";
import { type SchemaPlan, schemaPlans } from "./schema-plan.ts";
import { type SubscriptionPlan, subscriptionPlan } from "./subscription-plan.ts";
import { type TopicPlan, topicPlans } from "./topic-plan.ts";

/** What a fabric is in the clouds. Plain JSON, the same for the same file; nothing in it is read from a cloud. */
export interface Deployment {
  /** With the stage, where there is one: the first part of every name that the fabric makes. */
  readonly fabric: string;
  readonly aws?: Fabric["aws"];
  readonly gcp?: Fabric["gcp"];
  /** Those of others are there too, since policies speak of them: their role is `existing`. */
  readonly queues: readonly QueuePlan[];
  readonly topics: readonly TopicPlan[];
  readonly subscriptions: readonly SubscriptionPlan[];
  readonly landings: readonly LandingPlan[];
  readonly schemas: readonly SchemaPlan[];
  /** Those of others are there too, with `makesBucket` false. */
  readonly claims: readonly ClaimPlan[];
  /** One per link, in the order of the file. */
  readonly functions: readonly FunctionPlan[];
  readonly ground: Fabric["ground"];
}

/** Always the same for the same fabric. Expects one in which `checkFabric` finds no errors. */
export async function deployment(fabric: Fabric): Promise<Deployment> {
  const compiled = compile(fabric);
  const { name, aws, gcp, ground } = fabric;
  const functions = await Promise.all(compiled.links.map((link) => functionPlan(fabric, link)));
  return {
    fabric: name,
    ...(aws === undefined ? {} : { aws }),
    ...(gcp === undefined ? {} : { gcp }),
    queues: queuePlans(fabric, compiled),
    topics: topicPlans(fabric, compiled),
    subscriptions: compiled.links.flatMap((link) => ("subscription" in link ? [subscriptionPlan(fabric, link)] : [])),
    landings: await landingPlans(fabric),
    schemas: await schemaPlans(fabric),
    claims: claimPlans(fabric, functions),
    functions,
    ground,
  };
}
