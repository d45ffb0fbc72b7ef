// A unit's queue with its dead letters, and everybody whom its policy lets in.

import { Validations } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { constructId } from "../../shared/fabric/deployment/construct-id.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { feedQueue } from "./feeds/feed-queue.ts";
import { letForeignSendersIn } from "./foreign-senders.ts";
import { makeQueue } from "./queue.ts";
import type { Unit } from "./units.ts";

/** Gives the queue that a function of the unit may have to wait for; nothing where the unit has none of its own. */
export function makeQueues(scope: Construct, unit: Unit, { fabric, queues }: Deployment): Queue | undefined {
  const { queue: plan, deadLetters } = unit;
  if (deadLetters === undefined) return undefined;
  const home = new Construct(scope, shortName(unit));
  const source = queues.find(({ endpoint }) => `${endpoint.name}.dead` === deadLetters.endpoint.name);
  const dead = makeQueue(home, "DeadLetters", deadLetters, source === undefined ? {} : { from: source.endpoint });
  // The second can't see whose dead letters they are, where the source belongs to others.
  for (const id of ["Serverless-SQSRedrivePolicy", ...(plan === undefined ? ["AwsSolutions-SQS3"] : [])])
    Validations.of(dead).acknowledge({ id, reason: END_OF_THE_LINE });
  if (plan?.redrive === undefined) return undefined;
  const redrive = { to: { queue: dead, maxReceiveCount: plan.redrive.maxReceives } };
  const queue = makeQueue(home, "Messages", plan, redrive);
  letForeignSendersIn(queue, plan);
  feedQueue(home, { fabric, plan, queue, deadLetters: dead });
  return queue;
}

const END_OF_THE_LINE = "Dead letters end here and wait for somebody: an alarm tells of the first one.";

/**
 * The id of a unit's constructs, never the same for two units: without the fabric's name, so that logical ids are the
 * same in every stage. A link whose name ends like an endpoint's dead letters has `_` behind it, which no name has.
 */
export function shortName({ name }: Pick<Unit, "name">): string {
  const short = constructId(name.slice(name.indexOf("/") + 1));
  return name.includes("/") && short.endsWith(".dead") ? `${short}_` : short;
}
