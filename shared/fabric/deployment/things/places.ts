// The accounts and regions of AWS that a fabric has something in, and in which order its alarms look at it.

import type { Deployment } from "../deployment.ts";
import type { LambdaPlan, RunPlan } from "../function-plan.ts";
import type { QueuePlan } from "../queue-plan.ts";

/** An account and a region, and what the fabric has there. */
export interface PlaceHeld {
  readonly account: string;
  readonly region: string;
  /** Queues of dead letters, in the order of the queues that they belong to. */
  readonly dead: readonly QueuePlan[];
  /** Functions in the order of the queues that they read; those that read others' queues at the end. */
  readonly lambdas: readonly LambdaPlan[];
}

/** In no order that matters. A place where only a role is counts too. */
export function placesHeld({ queues, functions, claims }: Deployment): readonly PlaceHeld[] {
  const made = queues.filter(({ role }) => role !== "existing");
  const ranks = new Map(made.map(({ endpoint }, at) => [endpoint.name, at]));
  const rank = (name: string) => ranks.get(name) ?? made.length;
  const lambdas = functions
    .filter((plan): plan is LambdaPlan => plan.cloud === "aws")
    .toSorted((left, right) => rank(left.link.source.name) - rank(right.link.source.name));
  const dead = made
    .filter(({ role }) => role === "dead-letters")
    .toSorted((left, right) => rank(stemOf(left)) - rank(stemOf(right)));
  const roles = functions.flatMap((plan) => (plan.cloud === "gcp" ? rolePlaces(plan) : []));
  const buckets = claims.flatMap((plan) => (plan.cloud === "aws" && plan.makesBucket ? [plan] : []));
  const all = [...made.map(({ endpoint }) => endpoint), ...lambdas, ...roles, ...buckets];
  const keys = new Map(all.map(({ account, region }) => [`${account}/${region}`, { account, region }]));
  return [...keys.values()].map((place) => ({
    ...place,
    dead: dead.filter(({ endpoint }) => isIn(endpoint, place)),
    lambdas: lambdas.filter((plan) => isIn(plan, place)),
  }));
}

interface Place {
  readonly account: string;
  readonly region: string;
}

const isIn = (thing: Place, { account, region }: Place): boolean =>
  thing.account === account && thing.region === region;

/** Where the role of a function in Google Cloud is made: beside the queue that it reaches. */
function rolePlaces({ awsRole, link }: RunPlan): readonly Place[] {
  const [target] = link.targets;
  return awsRole === undefined || target.broker !== "sqs" ? [] : [{ account: awsRole.account, region: target.region }];
}

/** The queue that dead letters belong to. */
const stemOf = ({ endpoint }: QueuePlan): string => endpoint.name.replace(/\.dead$/, "");
