// The two modes of a CloudEvent: structured, all of it in the body; and binary, its context in attributes.

import { isObject, type Json, type JsonObject } from "../../core/json.ts";
import { jsonBody, withJsonBody } from "../../core/json-body.ts";
import { type Attribute, type Message, text } from "../../core/message.ts";
import {
  badEvent,
  type Context,
  type ContextValue,
  contextMembers,
  contextOf,
  isBytesType,
  isJsonType,
} from "./cloud-event.ts";

/** What the body of a structured event, or of several, says that it is. */
const STRUCTURED = "application/cloudevents+json";
const BATCH = "application/cloudevents-batch+json";
const PREFIX = "ce-";

/** An event in binary mode: the data as the message's body, its type as `content-type`, the context as `ce-` attributes. */
export function toBinary(message: Message, context: Context): Message {
  const attributes = new Map<string, Attribute>(plainAttributes(message));
  for (const [member, value] of context) {
    const name = member === "datacontenttype" ? "content-type" : `${PREFIX}${member}`;
    const had = message.attributes.get(name);
    // What says the same already keeps its own type.
    attributes.set(name, had?.value === String(value) ? had : typed(value));
  }
  return { ...message, attributes };
}

/** Labels tell a truth and a number from a text that looks like one, so that a structured event has them back. */
const TRUTH = "String.boolean";
const INTEGER = "String.integer";

function typed(value: ContextValue): Attribute {
  switch (typeof value) {
    case "boolean":
      return { type: TRUTH, value: String(value) };
    case "number":
      return { type: INTEGER, value: String(value) };
    case "string":
      return text(value);
  }
}

/** What an attribute says of an event. A label that its value does not bear out is none. */
export function contextValueOf({ type, value }: Attribute): ContextValue {
  if (type === TRUTH && (value === "true" || value === "false")) return value === "true";
  if (type === INTEGER && String(Number(value)) === value) return Number(value);
  return value;
}

/** The same event in structured mode. Data of a JSON type must be JSON: `TransformError` NOT_JSON otherwise. */
export function toStructured(message: Message, context: Context): Message {
  const attributes = new Map<string, Attribute>([...plainAttributes(message), ["content-type", text(STRUCTURED)]]);
  const event: JsonObject = { ...Object.fromEntries(context), ...bodyMember(message, context) };
  return { ...withJsonBody(message, event), attributes };
}

/** Attributes that are no part of an event. */
export const plainAttributes = ({ attributes }: Message): readonly (readonly [string, Attribute])[] =>
  [...attributes].filter(([name]) => name !== "content-type" && !name.startsWith(PREFIX));

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function bodyMember(message: Message, context: Context): JsonObject {
  if (message.body.length === 0) return {};
  if (isJsonType(context)) return { data: jsonBody(message) };
  const told = isBytesType(context) ? undefined : textOf(message.body);
  return told === undefined ? { data_base64: Buffer.from(message.body).toString("base64") } : { data: told };
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body);
  } catch {
    return undefined;
  }
}

/**
 * The events that a message holds, in binary mode: one, or those of a batch. What it is, `content-type` tells; without
 * it, a body with a specversion. Throws `TransformError` CLOUDEVENT for a message that is none.
 */
export function eventsOf(message: Message): readonly Message[] {
  const media = mediaTypeOf(message);
  if (media === BATCH) return listOf(jsonBody(message)).map((event) => fromStructured(message, event));
  if (media === STRUCTURED) return [fromStructured(message, jsonBody(message))];
  if (message.attributes.has(`${PREFIX}specversion`)) return [toBinary(message, binaryContext(message))];
  const body = jsonBody(message);
  if (!isObject(body) || !Object.hasOwn(body, "specversion")) throw badEvent("a specversion");
  return [fromStructured(message, body)];
}

const mediaTypeOf = ({ attributes }: Message): string =>
  (attributes.get("content-type")?.value.split(";")[0] ?? "").trim().toLowerCase();

/** In binary mode where the message says that it is a structured event, else the very message. Throws as `eventsOf`. */
export function unstructured(message: Message): Message {
  return mediaTypeOf(message) === STRUCTURED ? fromStructured(message, jsonBody(message)) : message;
}

/** The context that a message carries as attributes, checked; its content type among it. */
function binaryContext(message: Message): Context {
  const told = [...message.attributes].filter(([name]) => name.startsWith(PREFIX));
  const media = message.attributes.get("content-type");
  return contextOf([
    ...told.map(([name, attribute]) => [name.slice(PREFIX.length), contextValueOf(attribute)] as const),
    ...(media === undefined ? [] : [["datacontenttype", media.value] as const]),
  ]);
}

function listOf(body: Json): readonly Json[] {
  if (Array.isArray(body)) return body as readonly Json[];
  throw badEvent("a list of events");
}

function fromStructured(message: Message, event: Json): Message {
  const members = contextMembers(event);
  const { data, data_base64: base64 } = event as { readonly data?: Json; readonly data_base64?: Json };
  const context = contextOf(members);
  if (data !== undefined && base64 !== undefined && base64 !== null) throw badEvent("data or data_base64, not both,");
  // Binary mode must say what JSON mode implies.
  const isImplied = data !== undefined && !context.has("datacontenttype");
  const full = isImplied ? new Map([...context, ["datacontenttype", "application/json"]]) : context;
  return toBinary(withBody(message, full, data, base64), full);
}

function withBody(message: Message, context: Context, data: Json | undefined, base64: Json | undefined): Message {
  if (base64 !== undefined && base64 !== null) return { ...message, body: bytesOf(base64) };
  if (data === undefined) return { ...message, body: new Uint8Array() };
  if (isJsonType(context)) return withJsonBody(message, data);
  if (typeof data !== "string") throw badEvent("text as the data of this content type");
  return { ...message, body: new TextEncoder().encode(data) };
}

function bytesOf(base64: Json): Uint8Array {
  const bytes = Buffer.from(typeof base64 === "string" ? base64 : "!", "base64");
  if (bytes.toString("base64") !== base64) throw badEvent("base64 in data_base64");
  return bytes;
}
