// Which messages and requests the service takes.

import { PUBSUB_LIMITS } from "../../../shared/brokers/pubsub/endpoint.ts";
import { invalid, PubsubFault } from "./fault.ts";
import { type Draft, messageBytes } from "./message.ts";

/** Google's own client writes its trace context under such a name, so it must be let through. */
const CLIENT_PREFIX = "googclient_";

/**
 * Throws for the first rule that a publish request breaks, of https://cloud.google.com/pubsub/quotas#resource_limits:
 * then nothing of it is published. `INVALID_ARGUMENT`, but `FAILED_PRECONDITION` for mixed ordering keys: the
 * reference says only that they must be the same, the status was seen from the service itself in
 * https://github.com/yoshidan/google-cloud-rust/issues/226
 */
export function checkDrafts(drafts: readonly Draft[]): void {
  const { requestMessages, requestBytes } = PUBSUB_LIMITS;
  const count = drafts.length;
  if (count === 0)
    throw invalid("The value for message_count is too small. You passed 0 in the request, but the minimum value is 1.");
  if (count > requestMessages)
    throw invalid(
      `The value for message_count is too large. You passed ${count} in the request, but the maximum value is ${requestMessages}.`,
    );
  let bytes = 0;
  for (const draft of drafts) bytes += checkDraft(draft);
  if (bytes > requestBytes)
    throw invalid(`The request is too large: it has ${bytes} bytes, and the maximum is ${requestBytes}.`);
  if (drafts.some(({ orderingKey }) => orderingKey !== drafts[0]?.orderingKey))
    throw new PubsubFault(
      "FAILED_PRECONDITION",
      "In a single publish request, all messages must have no ordering key or they must all have the same ordering key.",
    );
}

/** Gives the message's size. */
function checkDraft(draft: Draft): number {
  const { data, attributes, orderingKey } = draft;
  const bytes = messageBytes(draft);
  if (data.byteLength === 0 && attributes.size === 0)
    throw invalid(
      "Some messages in the publish request are empty. Each message must contain either non-empty data, or at least one attribute.",
    );
  if (bytes > PUBSUB_LIMITS.messageBytes) throw tooLarge("A message", bytes, PUBSUB_LIMITS.messageBytes);
  if (attributes.size > PUBSUB_LIMITS.attributes)
    throw invalid(`A message has ${attributes.size} attributes, and the maximum is ${PUBSUB_LIMITS.attributes}.`);
  const keyBytes = Buffer.byteLength(orderingKey);
  if (keyBytes > PUBSUB_LIMITS.orderingKeyBytes)
    throw tooLarge("An ordering key", keyBytes, PUBSUB_LIMITS.orderingKeyBytes);
  for (const [key, value] of attributes) checkAttribute(key, value);
  return bytes;
}

function checkAttribute(key: string, value: string): void {
  const { attributeKeyBytes, attributeValueBytes, reservedPrefix } = PUBSUB_LIMITS;
  const [keyBytes, valueBytes] = [Buffer.byteLength(key), Buffer.byteLength(value)];
  if (keyBytes === 0) throw invalid("The key of an attribute must not be empty.");
  if (keyBytes > attributeKeyBytes) throw tooLarge("The key of an attribute", keyBytes, attributeKeyBytes);
  if (valueBytes > attributeValueBytes) throw tooLarge("The value of an attribute", valueBytes, attributeValueBytes);
  if (key.startsWith(reservedPrefix) && !key.startsWith(CLIENT_PREFIX))
    throw invalid(`The key of an attribute must not start with ${reservedPrefix}.`);
}

const tooLarge = (what: string, bytes: number, most: number): PubsubFault =>
  invalid(`${what} is too large: it has ${bytes} bytes, and the maximum is ${most}.`);
