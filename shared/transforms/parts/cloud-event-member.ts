// The data of a CloudEvent: as bytes, and as the member of a JSON object that holds it.

import type { Json, JsonObject } from "../../core/json.ts";
import { jsonBody, withJsonBody } from "../../core/json-body.ts";
import type { Message } from "../../core/message.ts";
import { isJson } from "./body-media.ts";
import { badEvent, type Context, isBytesType, isJsonType } from "./cloud-event.ts";

/** Where a structured event had its data: binary mode has one place for both, so there it has to be told. */
export type Member = "data" | "data_base64";

/**
 * Types of the attribute `ce-specversion` that tell the member, where the bytes and their content type alone would come back in
 * the other one, or in none.
 */
export const MEMBER_LABELS: Readonly<Record<Member, string>> = { data: "String.text", data_base64: "String.base64" };

/** `member`: as told by the message. `isKept`: the event is there already, and its type is not this hop's to enforce. */
interface Telling {
  readonly member: Member | undefined;
  readonly isKept: boolean;
}

/**
 * The member, or none, that holds the message's body: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#31-handling-of-data.
 * Throws `TransformError` NOT_JSON, unless `isKept`, for what has a JSON type and is none; and TOO_DEEP.
 */
export function memberOf(message: Message, context: Context, { member, isKept }: Telling): JsonObject {
  const { body } = message;
  if (member === "data_base64") return { data_base64: base64Of(body) };
  if (body.length === 0) return member === "data" && !isJsonType(context) ? { data: "" } : {};
  if (isJsonType(context) && !(isKept && !isJson(message))) return { data: jsonBody(message) };
  const isBytes = isJsonType(context) || (isBytesType(context) && member !== "data");
  const told = isBytes ? undefined : textOf(body);
  return told === undefined ? { data_base64: base64Of(body) } : { data: told };
}

const base64Of = (body: Uint8Array): string => Buffer.from(body).toString("base64");

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body);
  } catch {
    return undefined;
  }
}

/** The two members as an event has them; a null beside the other is none. */
interface Members {
  readonly data: Json | undefined;
  readonly base64: Json | undefined;
}

interface Body extends Pick<Message, "body"> {
  readonly member?: Member;
}

/**
 * The body that holds the event's data, and its member where that would not be found again without being told. Throws
 * `TransformError` CLOUDEVENT for both at once, and for data that is not of its type.
 */
export function bodyOf(message: Message, { data, base64 }: Members, context: Context): Body {
  if (base64 === undefined || base64 === null) return asBody(message, data, context);
  if (data !== undefined && data !== null) throw badEvent("data or data_base64, not both,");
  const body = bytesOf(base64);
  const isText = () => !isBytesType(context) && textOf(body) !== undefined;
  const isTold = body.length === 0 || isJsonType(context) || isText();
  return isTold ? { body, member: "data_base64" } : { body };
}

function asBody(message: Message, data: Json | undefined, context: Context): Body {
  if (data === undefined) return { body: new Uint8Array() };
  if (isJsonType(context)) return { body: withJsonBody(message, data).body };
  if (typeof data !== "string" || !data.isWellFormed()) throw badEvent("text as the data of this content type");
  const body = new TextEncoder().encode(data);
  return body.length === 0 || isBytesType(context) ? { body, member: "data" } : { body };
}

function bytesOf(base64: Json): Uint8Array {
  const bytes = Buffer.from(typeof base64 === "string" ? base64 : "!", "base64");
  if (bytes.toString("base64") !== base64) throw badEvent("base64 in data_base64");
  return bytes;
}
