// ReceiveMessage.

import { SQS_LIMITS } from "../../../../shared/brokers/sqs/endpoint.ts";
import { SqsFault } from "../fault.ts";
import { type Fields, maybeInteger, maybeText, texts } from "../fields.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { md5OfAttributes, md5OfBody } from "../md5.ts";
import type { Received } from "../receive.ts";
import { chooseAttributes, writeAttributes } from "./attribute-fields.ts";
import { QUEUE_ATTRIBUTE_NAMES } from "./attribute-operations.ts";
import { type Operation, queueOf } from "./operation.ts";

/**
 * What a receiver may ask for:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
const SYSTEM_ATTRIBUTES = new Map<string, (received: Received, senderId: string) => string | undefined>([
  ["SenderId", (_, senderId) => senderId],
  ["SentTimestamp", ({ message }) => String(message.sentAt)],
  ["ApproximateReceiveCount", ({ receiveCount }) => String(receiveCount)],
  ["ApproximateFirstReceiveTimestamp", ({ firstReceivedAt }) => String(firstReceivedAt)],
  ["SequenceNumber", ({ sequenceNumber }) => sequenceNumber],
  ["MessageDeduplicationId", ({ message }) => message.deduplicationId],
  ["MessageGroupId", ({ message }) => message.groupId],
  ["AWSTraceHeader", ({ message }) => message.traceHeader],
  ["DeadLetterQueueSourceArn", ({ sourceArn }) => sourceArn],
]);

/** Gives attributes of both kinds only where they are asked for. A long poll ends as soon as there is a message. */
export const receiveMessage: Operation = async (request, { engine, accountId, poll }) => {
  const queue = queueOf(request);
  const { settings } = engine.queues.get(queue);
  const limit = maybeInteger(request, "MaxNumberOfMessages", 1, SERVICE_LIMITS.receiveMessages) ?? 1;
  const visibilityTimeoutSeconds = maybeInteger(request, "VisibilityTimeout", 0, SQS_LIMITS.visibilityTimeoutSeconds);
  const waitSeconds = maybeInteger(request, "WaitTimeSeconds", 0, SERVICE_LIMITS.waitSeconds) ?? settings.waitSeconds;
  const systemNames = askedSystemNames(request);
  const patterns = texts(request, "MessageAttributeNames");
  const attemptId = maybeText(request, "ReceiveRequestAttemptId");
  const attempt = () =>
    engine.receive(queue, {
      limit,
      ...(visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds }),
      isLongPoll: waitSeconds > 0,
      ...(attemptId === undefined ? {} : { attemptId }),
    });
  const received = await poll(queue, waitSeconds, attempt);
  if (received.length === 0) return {};
  return { Messages: received.map((each) => write(each, systemNames, patterns, accountId)) };
};

function askedSystemNames(request: Fields): readonly string[] {
  const asked = [...texts(request, "MessageSystemAttributeNames"), ...texts(request, "AttributeNames")];
  if (asked.includes("All")) return [...SYSTEM_ATTRIBUTES.keys()];
  // Names of a queue's attributes are legal in the older of the two lists, and give nothing.
  for (const name of asked)
    if (!SYSTEM_ATTRIBUTES.has(name) && !QUEUE_ATTRIBUTE_NAMES.has(name))
      throw new SqsFault("InvalidAttributeName", `Unknown Attribute ${name}.`);
  return asked;
}

function write(
  received: Received,
  systemNames: readonly string[],
  patterns: readonly string[],
  senderId: string,
): Fields {
  const { message, receiptHandle } = received;
  const system: Record<string, string> = {};
  for (const name of systemNames) {
    const value = SYSTEM_ATTRIBUTES.get(name)?.(received, senderId);
    if (value !== undefined) system[name] = value;
  }
  const attributes = chooseAttributes(message.attributes, patterns);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    Body: message.body,
    MD5OfBody: md5OfBody(message.body),
    ...(Object.keys(system).length === 0 ? {} : { Attributes: system }),
    // The digest is of what is given, not of what there is: clients check the one against the other.
    ...(attributes.size === 0
      ? {}
      : { MessageAttributes: writeAttributes(attributes), MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}
