// A hopeless message as it lies in a dead-letter queue: everything that it was, and why it is there.

import type { Attribute } from "../../core/message.ts";
import type { Delivery, Reason } from "../../core/ports.ts";
import { HEADER } from "../header.ts";
import { DEAD, type LastWords, lastWords, letterForms } from "../last-words.ts";
import { isLegalName, SQS_LIMITS } from "./endpoint.ts";
import { messageBytes } from "./size.ts";
import { fittingId, isLegalText } from "./text.ts";
import type { SqsReceived, SqsWire } from "./wire.ts";

/**
 * Body, attributes, group and trace as they came, and the reason beside them, as `hopspan-dead`: JSON of link, code, class,
 * reason, at, attempt, receipt. Of ten attributes one has to make room: it stands inside that JSON then, in `attributes`,
 * and so does what can't be sent under its own name. A body that no queue takes is written as a JSON string, and `body` says
 * so. The words give way where the whole would grow too large, to nothing in the end: then the letter is what the queue
 * has delivered, and nothing else. A burial that is repeated has the same deduplication id.
 */
export function letters(received: SqsReceived, delivery: Delivery, reason: Reason): Iterable<SqsWire> {
  const raw = wireOf(received);
  const home = isLegalText(raw.body) ? { body: raw.body } : { body: legalJson(raw.body), form: "json" };
  const write = (words: Partial<LastWords>): SqsWire | undefined =>
    [longestNameFirst, smallestFirst]
      .map((order) => withWords(raw, home, words, order))
      .find((letter) => messageBytes(letter) <= SQS_LIMITS.messageBytes);
  return letterForms(lastWords(delivery, reason), write, () => [raw]);
}

type Named = readonly [name: string, attribute: Attribute];
type Order = (left: Named, right: Named) => number;

const byName: Order = ([a], [b]) => (a < b ? -1 : 1);
const longestNameFirst: Order = (a, b) => b[0].length - a[0].length || byName(a, b);
const smallestFirst: Order = (a, b) => JSON.stringify(a).length - JSON.stringify(b).length || byName(a, b);

function withWords(
  raw: SqsWire,
  { body, form }: { readonly body: string; readonly form?: string },
  words: Partial<LastWords>,
  order: Order,
): SqsWire {
  const all = [...raw.attributes];
  const plain = all.filter(isPlain);
  const excess = Math.max(0, plain.length - (SQS_LIMITS.attributes - 1));
  const others = plain.filter(([name]) => name !== HEADER).toSorted(order);
  const inside = new Set([...all.filter((each) => !isPlain(each)), ...others.slice(0, excess)]);
  const attributes = inside.size === 0 ? undefined : [...inside].map(([name, { type, value }]) => [name, type, value]);
  const obituary: Attribute = { type: "String", value: legalJson({ ...words, body: form, attributes }) };
  return { ...raw, body, attributes: new Map([...all.filter((each) => !inside.has(each)), [DEAD, obituary]]) };
}

function isPlain([name, { type, value }]: Named): boolean {
  if (name === DEAD || !isLegalName(name)) return false;
  return type.startsWith("Binary") ? value !== "" : isLegalText(value);
}

/** JSON escapes controls already; an id in the reason may hold the two other characters that SQS refuses. */
const legalJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);

function wireOf({ body, attributes, fifo, groupId, messageId, traceHeader }: SqsReceived): SqsWire {
  return {
    body,
    attributes,
    ...(groupId === undefined ? {} : { groupId }),
    ...(fifo ? { deduplicationId: fittingId(messageId) } : {}),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}
