// Which messages and requests the service takes.

import { PUBSUB_LIMITS } from "../../../shared/brokers/pubsub/endpoint.ts";
import { invalid } from "./fault.ts";
import { type Draft, messageBytes } from "./message.ts";

/**
 * Throws INVALID_ARGUMENT for the first rule that a publish request breaks, of
 * https://cloud.google.com/pubsub/quotas#resource_limits: then nothing of it is published.
 */
export function checkDrafts(drafts: readonly Draft[]): void {
  const { requestMessages, requestBytes } = PUBSUB_LIMITS;
  if (drafts.length === 0)
    throw invalid("The value for message_count is too small: a request holds at least 1 message.");
  if (drafts.length > requestMessages)
    throw invalid(`The value for message_count is too large: a request holds at most ${requestMessages} messages.`);
  const bytes = drafts.reduce((sum, draft) => sum + messageBytes(draft), 0);
  if (bytes > requestBytes) throw invalid(`The value for request_size is too large: at most ${requestBytes} bytes.`);
  for (const draft of drafts) checkDraft(draft);
}

function checkDraft(draft: Draft): void {
  const { messageBytes: most, attributes, attributeKeyBytes, attributeValueBytes, orderingKeyBytes } = PUBSUB_LIMITS;
  if (draft.data.byteLength === 0 && draft.attributes.size === 0)
    throw invalid("A message must have data or at least one attribute.");
  if (messageBytes(draft) > most) throw invalid(`The value for message_size is too large: at most ${most} bytes.`);
  if (draft.attributes.size > attributes) throw invalid(`A message has at most ${attributes} attributes.`);
  if (Buffer.byteLength(draft.orderingKey) > orderingKeyBytes)
    throw invalid(`An ordering key has at most ${orderingKeyBytes} bytes.`);
  for (const [key, value] of draft.attributes) {
    if (key === "" || Buffer.byteLength(key) > attributeKeyBytes)
      throw invalid(`The key of an attribute has 1 to ${attributeKeyBytes} bytes.`);
    if (Buffer.byteLength(value) > attributeValueBytes)
      throw invalid(`The value of an attribute has at most ${attributeValueBytes} bytes.`);
    // Google's own client writes its trace context under such a name.
    if (key.startsWith(PUBSUB_LIMITS.reservedPrefix) && !key.startsWith("googclient_"))
      throw invalid("The key of an attribute must not start with goog.");
  }
}
