// Which attributes travel in plain sight on SQS, which has room for ten: the same choice for the same message, always.

import type { Attribute } from "../../core/message.ts";
import { isReserved } from "../header.ts";
import { isLegalName, SQS_LIMITS } from "./endpoint.ts";
import { isLegalText } from "./text.ts";

/** Beside the header. */
const SLOTS = SQS_LIMITS.attributes - 1;

/** Trace context travels beside the attributes as well, so it is the first to give way. */
const isTrace = (name: string) => name === "traceparent" || name === "tracestate" || name.startsWith("googclient_");

/**
 * `plain` has at most nine, or fewer by one where a claim check needs a slot, which has names for it that are `taken`;
 * `inside` is left for the header, whole. Names in `keep` come first, then shorter ones.
 */
export function chooseAttributes(
  attributes: ReadonlyMap<string, Attribute>,
  keep: readonly string[] = [],
  taken: readonly string[] = [],
) {
  const rank = (name: string) =>
    keep.includes(name) ? keep.indexOf(name) : isTrace(name) ? keep.length + 1 : keep.length;
  const fitting = [...attributes].filter(([name, attribute]) => !taken.includes(name) && isPlain(name, attribute));
  const chosen = fitting
    .sort(([a], [b]) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1))
    .slice(0, taken.length > 0 ? SLOTS - 1 : SLOTS);
  const plain = new Map(chosen);
  return { plain, inside: new Map([...attributes].filter(([name]) => !plain.has(name))) };
}

function isPlain(name: string, { type, value }: Attribute): boolean {
  if (isReserved(name) || !isLegalName(name) || type.length > 256) return false;
  const [, kind] = /^(String|Number|Binary)(?:\.[A-Za-z0-9_-]+)*$/.exec(type) ?? [];
  switch (kind) {
    case "String":
      return isLegalText(value);
    case "Number":
      return isStableNumber(value);
    case "Binary":
      return value !== "" && Buffer.from(value, "base64").toString("base64") === value;
    default:
      return false;
  }
}

/**
 * SQS takes numbers of 38 digits and strips zeroes at both ends, so only a text that has none stays what it is:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
function isStableNumber(text: string): boolean {
  return /^-?(?:[1-9]\d*|0(?=\.))(?:\.\d*[1-9])?$|^0$/.test(text) && text.replace(/\D/g, "").length <= 38;
}
