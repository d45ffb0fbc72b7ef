// The two modes of a CloudEvent: structured, all of it in the body; and binary, its context in attributes.

import { isObject, type Json, type JsonObject } from "../../core/json.ts";
import { jsonBody, withJsonBody } from "../../core/json-body.ts";
import { type Attribute, type Message, text } from "../../core/message.ts";
import { badEvent, type Context, type ContextValue, contextMembers, contextOf } from "./cloud-event.ts";
import { bodyOf, MEMBER_LABELS, type Member, memberOf } from "./cloud-event-member.ts";

/** What the body of a structured event, or of several, says that it is. */
const STRUCTURED = "application/cloudevents+json";
const BATCH = "application/cloudevents-batch+json";
const PREFIX = "ce-";
const SPECVERSION = `${PREFIX}specversion`;

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

/**
 * The same event in structured mode. Data of a JSON type must be JSON, `TransformError` NOT_JSON otherwise, unless it says that
 * it came as bytes or `isKept` says that it is an event already.
 */
export function toStructured(message: Message, context: Context, isKept: boolean): Message {
  const attributes = new Map<string, Attribute>([...plainAttributes(message), ["content-type", text(STRUCTURED)]]);
  const told = message.attributes.get(SPECVERSION)?.type;
  const member = Object.entries(MEMBER_LABELS).find(([, label]) => label === told)?.[0] as Member | undefined;
  const event: JsonObject = { ...Object.fromEntries(context), ...memberOf(message, context, { member, isKept }) };
  return { ...withJsonBody(message, event), attributes };
}

/** Attributes that are no part of an event. */
export const plainAttributes = ({ attributes }: Message): readonly (readonly [string, Attribute])[] =>
  [...attributes].filter(([name]) => name !== "content-type" && !name.startsWith(PREFIX));

/**
 * The events that a message holds, in binary mode: one, or those of a batch. What it is, `content-type` tells; without
 * it, a body with a specversion. Throws `TransformError` CLOUDEVENT for a message that is none.
 */
export function eventsOf(message: Message): readonly Message[] {
  const media = mediaTypeOf(message);
  if (media === BATCH) return listOf(jsonBody(message)).map((event) => fromStructured(message, event));
  if (media === STRUCTURED) return [fromStructured(message, jsonBody(message))];
  if (message.attributes.has(SPECVERSION)) return [toBinary(message, binaryContext(message))];
  const body = jsonBody(message);
  if (!isObject(body) || !Object.hasOwn(body, "specversion")) throw badEvent("a specversion");
  return [fromStructured(message, body)];
}

const mediaTypeOf = ({ attributes }: Message): string => bareType(attributes.get("content-type")?.value ?? "");

const bareType = (media: string): string => (media.split(";")[0] ?? "").trim().toLowerCase();

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

/** Attributes that begin with `ce-` are copies of the event, and say nothing of it. */
function fromStructured(message: Message, event: Json): Message {
  const context = contextOf(contextMembers(event));
  const { data, data_base64: base64 } = event as { readonly data?: Json; readonly data_base64?: Json };
  // Binary mode must say what JSON mode implies: spec.md#datacontenttype. Bytes may be anything, so nothing is said of them.
  const isImplied = data !== undefined && (base64 ?? null) === null && !context.has("datacontenttype");
  const full = isImplied ? new Map([...context, ["datacontenttype", "application/json"]]) : context;
  if (isEventType(String(full.get("datacontenttype") ?? ""))) throw badEvent("data that is no event itself");
  const { member, ...filled } = bodyOf(message, { data, base64 }, full);
  const binary = toBinary({ ...message, ...filled, attributes: new Map(plainAttributes(message)) }, full);
  if (member === undefined) return binary;
  return { ...binary, attributes: new Map([...binary.attributes, [SPECVERSION, labelled(member)]]) };
}

const labelled = (member: Member): Attribute => ({ type: MEMBER_LABELS[member], value: "1.0" });

/** In binary mode nobody could tell such an event from the one that is its data. */
const isEventType = (media: string): boolean => [STRUCTURED, BATCH].includes(bareType(media));
