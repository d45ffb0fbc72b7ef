// What a FIFO queue knows a message again by: who it is, which way it came, and what it says.

import { createHash } from "node:crypto";
import type { Message } from "../../core/message.ts";
import { fittingId } from "./text.ts";

/**
 * `ID.HASH`, the origin id and sixteen hex digits of the trail and of all that a sender wrote, as a hash where that does not
 * fit. A hop that is tried again gives the same one, so the queue drops the copy. Two branches that meet at one queue
 * give two, and so do answers of a consumer that copies the attributes of what it answers, our header among them.
 */
export function deduplicationId(message: Message): string {
  const { id, trail, orderingKey = null, deduplicationId = null, attributes, body } = message;
  const named = [...attributes].sort(([left], [right]) => (left < right ? -1 : 1));
  const written = [trail, orderingKey, deduplicationId, named.map(([name, { type, value }]) => [name, type, value])];
  const hash = createHash("sha256").update(JSON.stringify(written)).update("\0").update(body).digest("hex");
  return fittingId(`${id}.${hash.slice(0, 16)}`);
}
