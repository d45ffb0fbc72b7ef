// Reads one push request in either of the two forms that Pub/Sub gives it: wrapped in JSON, or raw with headers.

import { isUtf8 } from "node:buffer";
import { DecodeError } from "../../core/errors.ts";
import { attributeHeaders, type PushHeaders } from "./push-headers.ts";
import type { PubsubWire } from "./wire.ts";

/** An HTTP request of a push subscription, with its body byte for byte. */
export interface PushRequest {
  readonly headers: PushHeaders;
  readonly body: Uint8Array;
}

/** One message as it was pushed. `publishedAt` is in ms since 1970, absent where the request does not say. */
export interface Pushed {
  readonly wire: PubsubWire;
  readonly messageId: string;
  readonly publishedAt?: number;
  readonly attempt?: number;
  /** The subscription's full path, where the request names it. */
  readonly subscription?: string;
}

/**
 * Throws `DecodeError` `NOT_A_PUSH` for a request that holds no message with an id.
 * https://docs.cloud.google.com/pubsub/docs/push#receive_push and
 * https://docs.cloud.google.com/pubsub/docs/payload-unwrapping
 */
export function readPush({ headers, body }: PushRequest): Pushed {
  return headers["x-goog-pubsub-message-id"] === undefined ? readWrapped(body) : readUnwrapped(headers, body);
}

type Fields = Readonly<Record<string, unknown>>;

function readWrapped(body: Uint8Array): Pushed {
  const { message, subscription, deliveryAttempt } = fields(parse(body));
  const { data = "", attributes, orderingKey, ...rest } = fields(message);
  // Pub/Sub gives both spellings; a stand-in often only one.
  const messageId = rest["messageId"] ?? rest["message_id"];
  const publishTime = rest["publishTime"] ?? rest["publish_time"];
  if (typeof messageId !== "string" || messageId === "") throw unlikeAPush("a message id");
  return pushed({
    data: decoded(data),
    attributes: Object.entries(attributes === undefined || attributes === null ? {} : fields(attributes)),
    orderingKey,
    messageId,
    publishTime,
    attempt: deliveryAttempt,
    subscription,
  });
}

/** Base64 as Pub/Sub writes it, and no other: what Node makes of the rest is less than was sent, or nothing at all. */
function decoded(data: unknown): Uint8Array {
  const bytes = typeof data === "string" ? Buffer.from(data, "base64") : undefined;
  if (bytes === undefined || bytes.toString("base64") !== data) throw unlikeAPush("data in base64");
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readUnwrapped(headers: PushHeaders, body: Uint8Array): Pushed {
  const header = (name: string) => unwrap(headers[`x-goog-pubsub-${name}`]);
  const messageId = header("message-id");
  if (messageId === undefined || messageId === "") throw unlikeAPush("a message id");
  return pushed({
    data: body,
    attributes: attributeHeaders(headers).map(([name, value]) => [name, unwrap(value)]),
    orderingKey: header("ordering-key"),
    messageId,
    publishTime: header("publish-time"),
    attempt: Number(header("delivery-attempt") ?? Number.NaN),
    subscription: header("subscription-name"),
  });
}

/** Node reads header values as Latin-1; what was sent as UTF-8 is turned back. */
function unwrap(value: string | string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  const joined = Array.isArray(value) ? value.join(", ") : value;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(joined, "latin1"));
  } catch {
    return joined;
  }
}

function pushed(found: {
  readonly data: Uint8Array;
  readonly attributes: readonly (readonly [string, unknown])[];
  readonly orderingKey: unknown;
  readonly messageId: string;
  readonly publishTime: unknown;
  readonly attempt: unknown;
  readonly subscription: unknown;
}): Pushed {
  const { data, orderingKey, messageId, subscription } = found;
  const attributes: Record<string, string> = Object.create(null);
  for (const [name, value] of found.attributes) {
    if (typeof value !== "string") throw unlikeAPush("attributes of text");
    attributes[name] = value;
  }
  const publishedAt = typeof found.publishTime === "string" ? Date.parse(found.publishTime) : Number.NaN;
  const attempt = Number(found.attempt ?? Number.NaN);
  return {
    wire: { data, attributes, ...(typeof orderingKey === "string" && orderingKey !== "" ? { orderingKey } : {}) },
    messageId,
    ...(Number.isNaN(publishedAt) ? {} : { publishedAt }),
    ...(Number.isSafeInteger(attempt) && attempt > 0 ? { attempt } : {}),
    ...(typeof subscription === "string" && subscription !== "" ? { subscription } : {}),
  };
}

function parse(body: Uint8Array): unknown {
  // A byte that is no UTF-8 would be read as U+FFFD, and go on as a letter that nobody has written.
  if (!isUtf8(body)) throw unlikeAPush("JSON in UTF-8");
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch {
    // The parser's own words quote the body: never passed on.
    throw unlikeAPush("JSON");
  }
}

function fields(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unlikeAPush("a JSON object");
  return value as Fields;
}

const unlikeAPush = (expected: string) => new DecodeError("NOT_A_PUSH", `the request is no push: expected ${expected}`);
