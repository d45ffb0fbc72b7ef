// What is made together and never torn apart: a queue with its dead letters, a function with all that is only its own.

import type { S3ClaimPlan } from "../../shared/fabric/deployment/claim-plan.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { LambdaPlan, RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import type { QueuePlan } from "../../shared/fabric/deployment/queue-plan.ts";

/** An account and a region: the smallest number of stacks is one in each that the fabric reaches. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** One thing to find a stack for. An inner queue and the function that reads it are one unit, by one name. */
export interface Unit extends Place {
  /** The endpoint's name, or the link's. */
  readonly name: string;
  readonly queue?: QueuePlan;
  readonly deadLetters?: QueuePlan;
  readonly lambda?: LambdaPlan;
  /** A bucket of claim checks that is made here. */
  readonly claims?: S3ClaimPlan;
  /** A function in Google Cloud that needs a role here. */
  readonly run?: RunPlan;
  /** The unit whose queue the function reads: it has to be there first. */
  readonly after?: string;
}

/** Every unit in AWS, a queue right before the function that reads it; names are unique. What others own is no unit. */
export function units({ queues, functions, claims }: Deployment): readonly Unit[] {
  const all = new Map<string, Unit>();
  const add = (unit: Unit) => all.set(unit.name, { ...all.get(unit.name), ...unit });
  const dead = new Map(queues.filter(({ role }) => role === "dead-letters").map((plan) => [plan.endpoint.name, plan]));
  for (const plan of queues) {
    const deadLetters = plan.redrive === undefined ? undefined : take(dead, plan.redrive.deadLetters.name);
    if (plan.role === "made" || plan.role === "inner")
      add({ ...placeOf(plan), name: plan.endpoint.name, queue: plan, ...(deadLetters ? { deadLetters } : {}) });
  }
  // Left over: the dead letters of queues that belong to others.
  for (const plan of dead.values()) add({ ...placeOf(plan), name: plan.endpoint.name, deadLetters: plan });
  // No name of the file has a dot.
  for (const plan of claims)
    if (plan.cloud === "aws" && plan.makesBucket) add({ ...place(plan), name: `${plan.bucket}.claims`, claims: plan });
  for (const plan of functions) {
    const { name, source, targets } = plan.link;
    const [target] = targets;
    const isAfter = all.has(source.name) && source.name !== name;
    if (plan.cloud === "aws") add({ ...place(plan), name, lambda: plan, ...(isAfter ? { after: source.name } : {}) });
    if (plan.cloud === "gcp" && plan.awsRole !== undefined && target.broker === "sqs")
      add({ account: plan.awsRole.account, region: target.region, name, run: plan });
  }
  const readers = Map.groupBy(all.values(), ({ after }) => after);
  return [...all.values()].flatMap((unit) =>
    unit.after === undefined ? [unit, ...(readers.get(unit.name) ?? [])] : [],
  );
}

/** How many resources a unit takes, its share of joint alarms among them: what a stack's 500 are counted in. */
export function weight({ queue, deadLetters, lambda, run, claims }: Unit): number {
  const feed = queue?.feed === undefined ? 0 : WEIGHTS.feed;
  return (
    (queue ? WEIGHTS.queue + feed : 0) +
    (deadLetters ? WEIGHTS.deadLetters : 0) +
    (lambda ? WEIGHTS.lambda : 0) +
    (run ? WEIGHTS.run : 0) +
    (claims ? WEIGHTS.claims : 0)
  );
}

/** Queues and buckets come with a policy; a function with role, log, filter and event source; ten to an alarm, of four kinds. */
const WEIGHTS = { queue: 2, feed: 2, deadLetters: 2.1, lambda: 5.5, run: 1, claims: 2 };

const place = ({ account, region }: Place): Place => ({ account, region });

const placeOf = ({ endpoint }: QueuePlan): Place => place(endpoint);

function take(plans: Map<string, QueuePlan>, name: string): QueuePlan | undefined {
  const plan = plans.get(name);
  plans.delete(name);
  return plan;
}
