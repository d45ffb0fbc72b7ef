// How large a message is as SQS counts: body and attributes, with their names and types.

import type { SqsWire } from "./wire.ts";

/**
 * In bytes. The trace header and the ids don't count:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function messageBytes({ body, attributes }: Pick<SqsWire, "body" | "attributes">): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { type, value }] of attributes)
    bytes +=
      Buffer.byteLength(name) +
      Buffer.byteLength(type) +
      Buffer.byteLength(value, type.startsWith("Binary") ? "base64" : "utf8");
  return bytes;
}
