// A CloudEvent: what it must have, and how its attributes are told and checked.

import { TransformError } from "../../core/errors.ts";
import { isObject, type Json } from "../../core/json.ts";
import { readInstant } from "./instant.ts";

/** A context attribute, as JSON has it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#22-type-system-mapping */
export type ContextValue = string | number | boolean;

/** Context attributes in the order in which they are written; `specversion` is 1.0. */
export type Context = ReadonlyMap<string, ContextValue>;

/** A part of the context that must be there, and not be empty. */
const REQUIRED = ["specversion", "id", "source", "type"] as const;

/** Text that may be absent, but not empty. */
const OPTIONAL = ["subject", "dataschema", "datacontenttype"] as const;

/** RFC 2046: a type and a subtype, and parameters. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;.*)?$/;

/** RFC 3339, which wants seconds and a zone of hours and minutes. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

const SECONDS_AT = "0000-00-00T00:00".length;

/** The largest and smallest that an Integer may be: 32 bits, signed. */
const LARGEST = 2 ** 31 - 1;

/**
 * The context of an event, from names and values as a format gives them: a null is an absent one. Throws `TransformError`
 * CLOUDEVENT for a name or a value that version 1.0 of the specification does not allow, quoting names of its own only.
 */
export function contextOf(entries: Iterable<readonly [string, Json]>): Context {
  const context = new Map<string, ContextValue>();
  for (const [name, value] of entries) {
    if (value === null) continue;
    if (!/^[a-z0-9]{1,256}$/.test(name)) throw badEvent("names of lower-case letters and digits");
    // The one name that the specification keeps for something else.
    if (name === "data") throw badEvent("no attribute by the name of data");
    context.set(name, contextValue(value));
  }
  for (const name of REQUIRED) if (!context.has(name)) throw badEvent(`${name === "id" ? "an" : "a"} ${name}`);
  for (const name of [...REQUIRED, ...OPTIONAL]) if (context.has(name)) checkText(name, context.get(name));
  if (context.get("specversion") !== "1.0") throw badEvent("specversion 1.0");
  checkTime(context.get("time"));
  const media = context.get("datacontenttype");
  if (media !== undefined && !MEDIA_TYPE.test(String(media))) throw badEvent("a media type in datacontenttype");
  return context;
}

function contextValue(value: Json): ContextValue {
  if (typeof value === "boolean") return value;
  // Half a character can't leave a structured event: elsewhere it would become another one.
  if (typeof value === "string" && value.isWellFormed()) return value;
  const isInteger = typeof value === "number" && Number.isInteger(value) && value >= -LARGEST - 1 && value <= LARGEST;
  if (isInteger) return value;
  throw badEvent("text, a truth or an integer of 32 bits in each attribute");
}

function checkText(name: string, value: ContextValue | undefined): void {
  if (typeof value !== "string" || value === "") throw badEvent(`text in ${name}`);
}

function checkTime(time: ContextValue | undefined): void {
  if (time === undefined) return;
  const isWritten = typeof time === "string" && TIMESTAMP.test(time);
  if (!isWritten) throw badEvent("a time as in RFC 3339");
  if (!isInCalendar(time)) throw badEvent("a time that the calendar has");
}

const DAY_SECONDS = 86_400n;

/** A leap second ends a month, at midnight of UTC: https://datatracker.ietf.org/doc/html/rfc3339#section-5.7 */
function isInCalendar(time: string): boolean {
  const isLeap = time.startsWith(":60", SECONDS_AT);
  const whole = isLeap ? `${time.slice(0, SECONDS_AT)}:59${time.slice(SECONDS_AT + 3)}` : time;
  try {
    // What is finer than a nanosecond is for nobody's calendar to check.
    const next = readInstant(whole.replace(/(\.\d{9})\d+/, "$1"), "iso") / 1_000_000_000n + 1n;
    return !isLeap || (next % DAY_SECONDS === 0n && new Date(Number(next) * 1_000).getUTCDate() === 1);
  } catch {
    return false;
  }
}

/** Whether data of this content type is JSON; where none is told, it is. */
export const isJsonType = (context: Context): boolean => {
  const media = String(context.get("datacontenttype") ?? "application/json");
  return /^[^/;]+\/(?:[^;]*\+)?json$/i.test((media.split(";")[0] ?? "").trim());
};

/** Media types whose data is bytes, also where these would happen to be text. */
const BYTES =
  /^(?:(?:image(?!\/svg)|audio|video|font)\/|application\/(?:octet-stream|pdf|zip|gzip|avro|(?:x-)?protobuf)\b)/i;

/** Whether data of this content type is bytes, whatever they look like. */
export const isBytesType = (context: Context): boolean => BYTES.test(String(context.get("datacontenttype") ?? ""));

/** For what an event should have had. */
export const badEvent = (wanted: string) =>
  new TransformError("CLOUDEVENT", `the message is no CloudEvent: ${wanted} was expected`);

/** The members of a JSON object that are no data. Throws `TransformError` CLOUDEVENT for another value. */
export function contextMembers(event: Json): readonly (readonly [string, Json])[] {
  if (!isObject(event)) throw badEvent("a JSON object");
  return Object.entries(event).filter(([name]) => name !== "data" && name !== "data_base64");
}
