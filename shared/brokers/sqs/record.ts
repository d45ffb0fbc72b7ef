// One record of Lambda's event as the wire has it: the event speaks of attributes in a way of its own.

import type { SQSRecord } from "aws-lambda";
import { DecodeError } from "../../core/errors.ts";
import type { Attribute } from "../../core/message.ts";
import type { SqsEndpoint } from "./endpoint.ts";
import type { SqsReceived } from "./wire.ts";

/**
 * Throws `DecodeError` for a record without a text body or system attributes: none that SQS has made.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
 */
export function receivedRecord(record: SQSRecord, { name, fifo }: Pick<SqsEndpoint, "name" | "fifo">): SqsReceived {
  const { attributes: system, messageAttributes } = record;
  if (typeof record.body !== "string" || typeof system !== "object" || system === null)
    throw new DecodeError("RECORD", `record ${record.messageId} is not one of SQS: expected a body and attributes`);
  const attributes = Object.entries(messageAttributes ?? {}).map(([key, { dataType, stringValue, binaryValue }]) => {
    // By its type: the event may name the other value as well, empty.
    const value = dataType.startsWith("Binary") ? binaryValue : stringValue;
    return [key, { type: dataType, value: value ?? "" } satisfies Attribute] as const;
  });
  return {
    endpoint: name,
    fifo,
    messageId: record.messageId,
    sentAt: Number(system.SentTimestamp) || 0,
    body: record.body,
    attributes: new Map(attributes),
    ...(system.MessageGroupId ? { groupId: system.MessageGroupId } : {}),
    ...(system.MessageDeduplicationId ? { deduplicationId: system.MessageDeduplicationId } : {}),
    ...(system.AWSTraceHeader ? { traceHeader: system.AWSTraceHeader } : {}),
  };
}
