// The exact form that a message has on a topic, and back: nothing is lost, and what fits travels plainly.

import { createHash } from "node:crypto";
import { SinkError } from "../../core/errors.ts";
import type { Attribute, Message } from "../../core/message.ts";
import { encodeHeader, type Header, type HeaderClaim, isReserved, joinHeader, splitHeader } from "../header.ts";
import { toTraceparent } from "../trace.ts";
import { PUBSUB_LIMITS } from "./endpoint.ts";
import { assemble, fitAttributes, type Parts } from "./fit.ts";

/** What is published. `orderingKey` is never empty: Pub/Sub knows no difference between that and none. */
export interface PubsubWire {
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

/** What a subscription hands out, with the name of the endpoint, and the time of publishing in ms since 1970. */
export interface PubsubReceived extends PubsubWire {
  readonly endpoint: string;
  readonly messageId: string;
  readonly publishedAt: number;
}

/** Stands for a body that lies elsewhere: a pointer, and the attribute that tells readers of it. */
export interface TopicClaim {
  readonly data: Uint8Array;
  readonly header: { readonly claim: HeaderClaim };
  readonly attribute: readonly [name: string, value: string];
}

/** `hasClaimCheck`: readers there follow pointers, so what is no claim of ours must not look like one. */
export interface TopicWireOptions {
  readonly hasClaimCheck?: boolean;
  readonly claim?: TopicClaim;
}

/** The attribute that marks a pointer: a subscription can filter by it. */
export const CLAIM_MARK = "hopspan-claim";

const TRACEPARENT = "traceparent";
/** Where Google's own clients put W3C trace context: https://cloud.google.com/pubsub/docs/open-telemetry-tracing */
const GOOGLE_TRACEPARENT = "googclient_traceparent";

/**
 * The bytes as they are, attributes under their own names wherever Pub/Sub can hold them, all else in the header, which
 * is always there. The same message always gives the same wire. An empty ordering key counts as none. Throws a final
 * `SinkError` `ATTRIBUTES_TOO_LARGE` where the attributes can't be made to fit; the size of the whole is not judged.
 */
export function toWire(message: Message, { hasClaimCheck = false, claim }: TopicWireOptions = {}): PubsubWire {
  const plain = new Map<string, string>();
  for (const [name, { value }] of message.attributes)
    if (fitsPlainly(name, value) && !(hasClaimCheck && name === CLAIM_MARK)) plain.set(name, value);
  const orderingKey = message.orderingKey ? wireKey(message.orderingKey) : undefined;

  const partsWith = (moved: readonly string[], trace?: string): Parts => {
    const inside = new Set(moved);
    const [kept, types] = sort(message.attributes, (name) => plain.has(name) && !inside.has(name));
    const header: Header = {
      id: message.id,
      trail: message.trail,
      sentAt: message.sentAt,
      types,
      attributes: kept,
      ...claim?.header,
      ...(message.orderingKey && orderingKey !== message.orderingKey ? { orderingKey: message.orderingKey } : {}),
      ...(message.tenant ? { tenant: message.tenant } : {}),
      ...(message.deduplicationId ? { deduplicationId: message.deduplicationId } : {}),
      ...(message.traceHeader ? { traceHeader: message.traceHeader } : {}),
      ...(trace === undefined ? {} : { derived: [TRACEPARENT] }),
    };
    const own = splitHeader(encodeHeader(header), PUBSUB_LIMITS.attributeValueBytes);
    const parts = claim === undefined ? own : [...own, claim.attribute];
    return trace === undefined ? parts : [...parts, [TRACEPARENT, trace]];
  };

  const trace = readableTrace(message);
  const attributes =
    (trace === undefined ? undefined : assemble(plain, partsWith([], trace))) ?? fitAttributes(plain, partsWith);
  if (attributes === undefined)
    throw new SinkError(
      "ATTRIBUTES_TOO_LARGE",
      `message ${message.id} has more in its attributes than ${PUBSUB_LIMITS.attributes} of Pub/Sub can hold`,
      false,
    );
  return { data: claim?.data ?? message.body, attributes, ...(orderingKey === undefined ? {} : { orderingKey }) };
}

/** The attributes that go into the header whole, and the types of the plain ones that are no mere `String`. */
function sort(attributes: Message["attributes"], isPlain: (name: string) => boolean) {
  const kept = new Map<string, Attribute>();
  const types = new Map<string, string>();
  for (const [name, attribute] of attributes)
    if (!isPlain(name)) kept.set(name, attribute);
    else if (attribute.type !== "String") types.set(name, attribute.type);
  return [kept, types] as const;
}

function fitsPlainly(name: string, value: string): boolean {
  return (
    name !== "" &&
    !isReserved(name) &&
    !name.startsWith(PUBSUB_LIMITS.reservedPrefix) &&
    // UTF-8 has no form for half a surrogate pair.
    name.isWellFormed() &&
    value.isWellFormed() &&
    Buffer.byteLength(name) <= PUBSUB_LIMITS.attributeKeyBytes &&
    Buffer.byteLength(value) <= PUBSUB_LIMITS.attributeValueBytes
  );
}

/** The key itself where Pub/Sub can hold it, else its hash: equal keys stay equal, so their order holds. */
function wireKey(key: string): string {
  if (key.isWellFormed() && Buffer.byteLength(key) <= PUBSUB_LIMITS.orderingKeyBytes) return key;
  return createHash("sha256").update(key).digest("base64url");
}

/** W3C trace context for readers who look for it under its usual name, where the sender has not put it there. */
function readableTrace({ attributes, traceHeader }: Message): string | undefined {
  if (attributes.has(TRACEPARENT)) return undefined;
  const google = attributes.get(GOOGLE_TRACEPARENT)?.value ?? "";
  if (/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(google)) return google;
  return traceHeader === undefined ? undefined : toTraceparent(traceHeader);
}

/**
 * The message that was published. One without a header comes from a system that knows not us: its id is made from the
 * endpoint's name and the broker's message id, so that a redelivery has the same. Throws `DecodeError` for a header that
 * is damaged or of a newer version.
 */
export function fromWire({ data, attributes, orderingKey, ...received }: PubsubReceived): Message {
  const header = joinHeader((name) => attributes[name]);
  const all = new Map<string, Attribute>();
  for (const [name, value] of Object.entries(attributes)) {
    if (header !== undefined && (isReserved(name) || header.derived?.includes(name))) continue;
    all.set(name, { type: header?.types?.get(name) ?? "String", value });
  }
  for (const [name, attribute] of header?.attributes ?? []) all.set(name, attribute);
  const key = header?.orderingKey === undefined ? orderingKey : header.orderingKey;
  return {
    id: header?.id ?? `${received.endpoint}:${received.messageId}`,
    body: data,
    attributes: all,
    ...(key ? { orderingKey: key } : {}),
    ...(header?.tenant === undefined ? {} : { tenant: header.tenant }),
    ...(header?.deduplicationId === undefined ? {} : { deduplicationId: header.deduplicationId }),
    ...(header?.traceHeader === undefined ? {} : { traceHeader: header.traceHeader }),
    trail: header?.trail ?? [],
    sentAt: header?.sentAt ?? received.publishedAt,
  };
}
