// A message's body as JSON, parsed once however many transforms of a chain look at it.

import { TransformError } from "./errors.ts";
import { type Json, parseJson, withoutRawNumbers } from "./json.ts";
import type { Message } from "./message.ts";
import { repeatsNames } from "./repeated-names.ts";

interface Reading {
  readonly value: Json;
  plain?: unknown;
}

/** By the bytes themselves: several steps of a chain share a reading, and it ends with the message. */
const readings = new WeakMap<Uint8Array, Reading>();
const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

/**
 * The body's value: shared, so never to be changed in place. A byte order mark is skipped. Throws `TransformError`
 * NOT_JSON (also for an empty body, and bytes that are not UTF-8) and TOO_DEEP; never quotes the body.
 */
export const jsonBody = (message: Message): Json => reading(message).value;

/** The body's value without raw numbers: see `withoutRawNumbers`. For expressions and schemas. Throws as `jsonBody`. */
export function plainJson(message: Message): unknown {
  const read = reading(message);
  if (read.plain === undefined) read.plain = withoutRawNumbers(read.value);
  return read.plain;
}

/**
 * The message with `value` as its body, compact; the very message where `value` is what it already has. A body that has a
 * name twice is written anew all the same: what nobody has seen of it, and so nobody has redacted, goes no further.
 */
export function withJsonBody(message: Message, value: Json): Message {
  if (readings.get(message.body)?.value === value && !repeatsNames(decoded(message.body), value)) return message;
  const body = encoder.encode(JSON.stringify(value));
  readings.set(body, { value });
  return { ...message, body };
}

function reading({ body }: Message): Reading {
  const known = readings.get(body);
  if (known !== undefined) return known;
  const { value, hasRawNumbers } = parseJson(decoded(body));
  const read = hasRawNumbers ? { value } : { value, plain: value };
  readings.set(body, read);
  return read;
}

function decoded(body: Uint8Array): string {
  if (body.length === 0) throw new TransformError("NOT_JSON", "the body is empty, where this transform expects JSON");
  try {
    return decoder.decode(body);
  } catch {
    throw new TransformError("NOT_JSON", "the body is not UTF-8 text, where this transform expects JSON");
  }
}
