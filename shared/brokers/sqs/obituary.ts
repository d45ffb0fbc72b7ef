// A hopeless message as it lies in a dead-letter queue: everything that it was, and why it is there.

import type { Attribute } from "../../core/message.ts";
import type { Delivery, Reason } from "../../core/ports.ts";
import { HEADER } from "../header.ts";
import { SQS_LIMITS } from "./endpoint.ts";
import { messageBytes } from "./size.ts";
import { fittingId } from "./text.ts";
import type { SqsReceived, SqsWire } from "./wire.ts";

/** The attribute with the reason, as JSON: link, code, class, reason, at, attempt, receipt, and attributes without room. */
const DEAD = "hopspan-dead";

/**
 * Body, attributes, group and trace as they came, and the reason beside them. Of ten attributes one has to make room: the
 * one with the longest name stands inside the reason then. The reason's text gives way where the whole would grow too
 * large; what is still too large is for the queue to refuse. A burial that is repeated has the same deduplication id.
 */
export function withObituary(
  received: SqsReceived,
  { receipt, attempt }: Delivery,
  { link, error, at }: Reason,
): SqsWire {
  const own = [...received.attributes].filter(([name]) => name !== DEAD);
  const crowded = new Map(
    own
      .filter(([name]) => name !== HEADER)
      .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
      .slice(0, Math.max(0, own.length - (SQS_LIMITS.attributes - 1))),
  );
  const before = received.attributes.get(DEAD);
  if (before !== undefined) crowded.set(DEAD, before);
  const plain = own.filter(([name]) => !crowded.has(name));
  const inside = crowded.size === 0 ? undefined : [...crowded].map(([name, { type, value }]) => [name, type, value]);
  const write = (reason: string): SqsWire => {
    const words = { link, code: error.code, class: error.name, reason, at, attempt, receipt, attributes: inside };
    const obituary: Attribute = { type: "String", value: legalJson(words) };
    return { ...wireOf(received), attributes: new Map([...plain, [DEAD, obituary]]) };
  };
  const whole = write(error.message);
  const excess = messageBytes(whole) - SQS_LIMITS.messageBytes;
  // Each character takes a byte or more, so as many gone as there are bytes too much is always enough.
  return excess <= 0 ? whole : write(error.message.slice(0, Math.max(0, error.message.length - excess)).toWellFormed());
}

/** JSON escapes controls already; an id in the reason may hold the two other characters that SQS refuses. */
const legalJson = (words: unknown): string =>
  JSON.stringify(words).replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);

function wireOf({ body, attributes, fifo, groupId, messageId, traceHeader }: SqsReceived): SqsWire {
  return {
    body,
    attributes,
    ...(groupId === undefined ? {} : { groupId }),
    ...(fifo ? { deduplicationId: fittingId(messageId) } : {}),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}
