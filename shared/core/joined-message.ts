// What becomes of several messages that travel as one: its body, its attributes, its id.

import { createHash } from "node:crypto";
import { TransformError } from "./errors.ts";
import { jsonBody } from "./json-body.ts";
import { type Attribute, type Message, text } from "./message.ts";

/** How the parts of a joined message stand in its body, and what becomes of their attributes. */
export interface JoinForm {
  /** A list, or one line each. */
  readonly as: "json-array" | "ndjson";
  /**
   * `same`: only messages with the same attributes are joined. `drop`: what is not the same in all of them is lost.
   * `inside`: each part stands there with all that it has.
   */
  readonly attributes: "same" | "drop" | "inside";
}

/** A message that can be joined, and its text in the joined body. */
export interface JoinPart {
  readonly message: Message;
  readonly text: string;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Throws `TransformError` NOT_JSON or TOO_DEEP for a body that has no place in a list. Every token keeps its text. */
export function joinPart(message: Message, { as, attributes }: JoinForm): JoinPart {
  if (message.body.length === 0) throw new TransformError("NOT_JSON", "the body is empty, and only JSON is joined");
  jsonBody(message);
  const body = decoder.decode(message.body);
  const whole = attributes === "inside" ? enveloped(message, body) : body;
  // Between tokens a break is a space like any other, and within one JSON has none.
  return { message, text: as === "ndjson" ? whole.replace(/[\r\n]+/g, " ").trim() : whole };
}

/** All that a message has and shares with no other; text attributes are their value alone. */
function enveloped({ id, sentAt, attributes, deduplicationId, traceHeader }: Message, body: string): string {
  const told = [...attributes].map(([name, { type, value }]) => [name, type === "String" ? value : { type, value }]);
  const rest = {
    id,
    time: new Date(sentAt).toISOString(),
    ...(told.length === 0 ? {} : { attributes: Object.fromEntries(told) }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
  return `${JSON.stringify(rest).slice(0, -1)},"body":${body}}`;
}

/**
 * One message of all parts, in their order; expects them to have one key, tenant and trail. Attributes, deduplication id and
 * trace header that all have in common stay, the time is the oldest. The id is made of the parts' own, `FIRST+COUNT.HASH`,
 * and that of a part alone stays, unless it is such a one: the same parts always give the same id.
 */
export function joinedMessage(parts: readonly [JoinPart, ...JoinPart[]], form: JoinForm): Message {
  const [{ message: first }, ...more] = parts;
  const messages = parts.map(({ message }) => message);
  const isCommon = (has: (message: Message) => boolean) => more.every(({ message }) => has(message));
  const { deduplicationId, traceHeader, ...kept } = first;
  const texts = parts.map((part) => part.text);
  return {
    ...kept,
    ...(deduplicationId !== undefined && isCommon((each) => each.deduplicationId === deduplicationId)
      ? { deduplicationId }
      : {}),
    ...(traceHeader !== undefined && isCommon((each) => each.traceHeader === traceHeader) ? { traceHeader } : {}),
    id: joinedId(messages.map(({ id }) => id)),
    body: new TextEncoder().encode(form.as === "ndjson" ? `${texts.join("\n")}\n` : `[${texts.join(",")}]`),
    attributes: commonAttributes(messages, form),
    sentAt: Math.min(...messages.map(({ sentAt }) => sentAt)),
  };
}

function joinedId(ids: readonly string[]): string {
  const [first = "", ...more] = ids;
  // One that was joined before is told from the parts that it held then.
  if (more.length === 0 && partsOf(first) === 1) return first;
  return `${first}+${ids.length}.${createHash("sha256").update(JSON.stringify(ids)).digest("hex").slice(0, 16)}`;
}

/** How many messages one stands for, by its id; 1 where it is none that was joined. */
export const partsOf = (id: string): number => Number(/\+([1-9]\d{0,4})\.[0-9a-f]{16}$/.exec(id)?.[1] ?? 1);

const CONTENT_TYPE = "content-type";

function commonAttributes(messages: readonly Message[], form: JoinForm): ReadonlyMap<string, Attribute> {
  const [first, ...more] = messages;
  const common = [...(first?.attributes ?? [])].filter(
    ([name, { type, value }]) =>
      name !== CONTENT_TYPE &&
      more.every(({ attributes }) => attributes.get(name)?.type === type && attributes.get(name)?.value === value),
  );
  const told = messages.flatMap(({ attributes }) => attributes.get(CONTENT_TYPE)?.value ?? []);
  return new Map(told.length === 0 ? common : [...common, [CONTENT_TYPE, text(mediaType(told, form))]]);
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format */
const isEvent = (media: string): boolean => /^application\/cloudevents\+json\s*(?:;|$)/i.test(media);

/** A list of something is no such thing: the parts' own type would be wrong. */
function mediaType(told: readonly string[], { as, attributes }: JoinForm): string {
  if (as === "ndjson") return "application/x-ndjson";
  return attributes !== "inside" && told.every(isEvent) ? "application/cloudevents-batch+json" : "application/json";
}
