// Which attributes travel in plain sight on SQS, which has room for ten: the same choice for the same message, always.

import type { Attribute } from "../../core/message.ts";
import { isReserved } from "../header.ts";
import { isLegalName, SQS_LIMITS } from "./endpoint.ts";
import { isLegalText } from "./text.ts";

/**
 * Names of attributes that mark a pointer where there is a claim check: of the Amazon SQS Extended Client, SQSExtendedClientConstants; the
 * second is that of version 1. https://github.com/awslabs/amazon-sqs-java-extended-client-lib
 */
export const CLAIM_MARKS = ["ExtendedPayloadSize", "SQSLargePayloadSize"] as const;

/** True for a name that an attribute of a user's own can't have in plain sight where there is a claim check. */
export const isClaimMark = (name: string): boolean => CLAIM_MARKS.some((mark) => mark === name);

/** Beside the header. */
const SLOTS = SQS_LIMITS.attributes - 1;

/** Trace context travels beside the attributes as well, so it is the first to give way. */
const isTrace = (name: string) => name === "traceparent" || name === "tracestate" || name.startsWith("googclient_");

/** What a claim check makes of the choice: no mark is in plain sight but our own, which takes a slot. */
export interface Room {
  readonly hasClaimCheck: boolean;
  readonly isClaim: boolean;
}

/** `plain` has at most nine; `inside` is left for the header, whole. Names in `keep` come first, then shorter ones. */
export function chooseAttributes(
  attributes: ReadonlyMap<string, Attribute>,
  keep: readonly string[] = [],
  { hasClaimCheck, isClaim }: Room = { hasClaimCheck: false, isClaim: false },
) {
  const rank = (name: string) =>
    keep.includes(name) ? keep.indexOf(name) : isTrace(name) ? keep.length + 1 : keep.length;
  const fitting = [...attributes].filter(
    ([name, attribute]) => !(hasClaimCheck && isClaimMark(name)) && isPlain(name, attribute),
  );
  const chosen = fitting
    .sort(([a], [b]) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1))
    .slice(0, isClaim ? SLOTS - 1 : SLOTS);
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
