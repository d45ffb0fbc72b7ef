// How large a message is in Pub/Sub's eyes: what limits and bills are held against.

import type { PubsubWire } from "./wire.ts";

/**
 * Bytes of the payload and of every attribute's key and value, as Pub/Sub's own clients count them, and of the ordering
 * key: https://github.com/googleapis/nodejs-pubsub/blob/main/src/publisher/pubsub-message.ts
 */
export function messageBytes({ data, attributes, orderingKey = "" }: PubsubWire): number {
  let sum = data.byteLength + Buffer.byteLength(orderingKey);
  for (const [name, value] of Object.entries(attributes)) sum += Buffer.byteLength(name) + Buffer.byteLength(value);
  return sum;
}
