// One record of Lambda's event as the wire has it: the event speaks of attributes in a way of its own.

import type { SQSRecord } from "aws-lambda";
import type { Attribute } from "../../core/message.ts";
import type { SqsEndpoint } from "./endpoint.ts";
import type { SqsReceived } from "./wire.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function receivedRecord(record: SQSRecord, { name, fifo }: Pick<SqsEndpoint, "name" | "fifo">): SqsReceived {
  const { attributes: system, messageAttributes } = record;
  const attributes = Object.entries(messageAttributes ?? {}).map(([key, { dataType, stringValue, binaryValue }]) => {
    const attribute: Attribute = { type: dataType, value: binaryValue ?? stringValue ?? "" };
    return [key, attribute] as const;
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
