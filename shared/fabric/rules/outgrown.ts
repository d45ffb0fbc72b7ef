// What a fabric would outgrow in the clouds: documents that name all that belongs to one function or queue.

import { queueArn } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { compile } from "../compile.ts";
import { type FunctionPlan, functionPlan } from "../deployment/function-plan.ts";
import { ENVIRONMENT_BYTES, environmentBytes, variablesOf } from "../deployment/lambda-environment.ts";
import { type QueuePlan, queuePlans } from "../deployment/queue-plan.ts";
import { secretPlaces } from "../deployment/secret-places.ts";
import { policyCharacters, ROLE_POLICY_CHARACTERS, statements } from "../deployment/statements.ts";
import { type Fabric, fault } from "../fabric.ts";
import type { TransformTable } from "./transforms.ts";

/** The right to write a function's own log stands in the same policy, with two names of at most 64 characters in it. */
const LOG_CHARACTERS = 256;

/** One variable of a function on Cloud Run: https://docs.cloud.google.com/run/quotas, in bytes. */
const VARIABLE_BYTES = 32_768;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const QUEUE_POLICY = { bytes: 8_192, statements: 20 };

/** Expects a fabric in which no other rule finds an error: makes every step once more, to see what it asks for. */
export async function outgrown(fabric: Fabric, table: TransformTable): Promise<readonly Problem[]> {
  const compiled = compile(whole(fabric));
  const plans = await Promise.all(compiled.links.map((link) => functionPlan(fabric, link, table)));
  return [
    ...plans.flatMap((plan) => [...policies(fabric, plan), ...environments(fabric, plan)]),
    ...queuePlans(fabric, compiled).flatMap((plan) => senders(fabric, plan)),
  ];
}

/** A hop that names an end which can't be read is told of where that end stands. */
function whole(fabric: Fabric): Fabric {
  const hops = [...fabric.hops].filter(([, { from, to }]) =>
    [...from, ...to].every((end) => fabric.endpoints.has(end)),
  );
  return { ...fabric, hops: new Map(hops) };
}

const figure = (count: number): string => count.toLocaleString("en-US");

/** A splitter sends to an inner queue for each target. */
function policies(fabric: Fabric, { hop, grants }: FunctionPlan): readonly Problem[] {
  const characters = policyCharacters(statements(grants)) + LOG_CHARACTERS;
  if (characters <= ROLE_POLICY_CHARACTERS) return [];
  const message = `hop ${hop} has more targets than the policy of one role can name (${figure(characters)} characters of ${figure(ROLE_POLICY_CHARACTERS)}): copy to a topic, and from there to the targets`;
  return [fault(fabric, ["hops", hop, "to"], "OUTGROWN", message)];
}

function environments(fabric: Fabric, { hop, cloud, link, secrets }: FunctionPlan): readonly Problem[] {
  const publishes = link.targets.some(({ broker }) => broker === "pubsub");
  const [bytes, most] =
    cloud === "aws"
      ? [environmentBytes(variablesOf(secrets, publishes)), ENVIRONMENT_BYTES]
      : [Buffer.byteLength(secretPlaces(secrets, cloud) ?? ""), VARIABLE_BYTES];
  if (bytes <= most) return [];
  const size = `${figure(bytes)} bytes of ${figure(most)}`;
  const message = secrets.some((secret) => "wrapped" in secret)
    ? `hop ${hop} has more or longer data keys than its functions' environment can hold (${size}): use fewer, wrap no more than 32 bytes, or keep secrets in the platform's store`
    : `hop ${hop} has more secrets than its functions' environment can name (${size}): use fewer, or shorter names`;
  return [fault(fabric, ["hops", hop, "transforms"], "OUTGROWN", message)];
}

/** Each account that sends is a statement, beside that all must use TLS and the one of a feed. */
function senders(fabric: Fabric, { endpoint, role, foreignSenders, feed }: QueuePlan): readonly Problem[] {
  if (role === "existing" || foreignSenders.length === 0) return [];
  const accounts = new Set(foreignSenders.map(({ account }) => account)).size;
  const count = accounts + (feed === undefined ? 1 : 2);
  const arn = queueArn(endpoint).length;
  const bytes = count * (STATEMENT_BYTES + arn) + foreignSenders.length * ROLE_ARN_BYTES;
  if (count <= QUEUE_POLICY.statements && bytes <= QUEUE_POLICY.bytes) return [];
  const message = `${foreignSenders.length} functions of ${accounts} other accounts send to ${endpoint.name}, more than the policy of a queue can name: have some of them send to a queue of their own account first`;
  return [fault(fabric, ["endpoints", endpoint.name], "OUTGROWN", message)];
}

/** What surrounds the names in a statement of a queue's policy, and a role's ARN with its quotes at its longest. */
const STATEMENT_BYTES = 260;
const ROLE_ARN_BYTES = 100;
