// What queues are set to, and how many messages they hold.

import type { SqsEngine } from "../engine.ts";
import { SqsFault } from "../fault.ts";
import { textMap, texts } from "../fields.ts";
import { type Operation, queueOf } from "./operation.ts";

/** Of all attributes that a queue can be asked for. */
export const QUEUE_ATTRIBUTE_NAMES: ReadonlySet<string> = new Set([
  ..."All Policy VisibilityTimeout MaximumMessageSize MessageRetentionPeriod DelaySeconds RedrivePolicy".split(" "),
  ..."ReceiveMessageWaitTimeSeconds RedriveAllowPolicy KmsMasterKeyId KmsDataKeyReusePeriodSeconds".split(" "),
  ..."SqsManagedSseEnabled FifoQueue ContentBasedDeduplication DeduplicationScope FifoThroughputLimit".split(" "),
  ..."ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesDelayed".split(" "),
  ..."CreatedTimestamp LastModifiedTimestamp QueueArn".split(" "),
]);

/**
 * Counts are exact here.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export const getQueueAttributes: Operation = (request, { engine }) => {
  const all = attributesOf(queueOf(request), engine);
  const asked = texts(request, "AttributeNames");
  for (const name of asked)
    if (!QUEUE_ATTRIBUTE_NAMES.has(name)) throw new SqsFault("InvalidAttributeName", `Unknown Attribute ${name}.`);
  const chosen = asked.includes("All") ? all : all.filter(([name]) => asked.includes(name));
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes: Operation = (request, { engine }) => {
  engine.queues.configure(queueOf(request), textMap(request, "Attributes"));
  return {};
};

function attributesOf(name: string, engine: SqsEngine): readonly (readonly [string, string])[] {
  const { arn, attributes, createdAt, modifiedAt } = engine.queues.get(name);
  const { visible, inFlight, delayed } = engine.counts(name);
  return [
    ...attributes,
    ["QueueArn", arn],
    ["CreatedTimestamp", String(Math.floor(createdAt / 1000))],
    ["LastModifiedTimestamp", String(Math.floor(modifiedAt / 1000))],
    ["ApproximateNumberOfMessages", String(visible)],
    ["ApproximateNumberOfMessagesNotVisible", String(inFlight)],
    ["ApproximateNumberOfMessagesDelayed", String(delayed)],
  ];
}
