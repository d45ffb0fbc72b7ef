// The exact form that a message has on a queue, and back: nothing is lost, and what fits travels plainly.

import { DecodeError } from "../../core/errors.ts";
import type { Attribute, Message } from "../../core/message.ts";
import { encodeHeader, HEADER, type Header, isReserved, joinHeader } from "../header.ts";
import { toAwsTrace } from "../trace.ts";
import { chooseAttributes } from "./attributes.ts";
import { deduplicationId } from "./deduplication.ts";
import { foreignIdentity } from "./foreign.ts";
import { fittingId, isLegalText, legalText } from "./text.ts";

/** What is sent, in SQS's own terms; the value of a Binary attribute is base64. */
export interface SqsWire {
  readonly body: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly traceHeader?: string;
}

/** What a queue hands out, with the name of the endpoint, and the time of sending in ms since 1970. */
export interface SqsReceived extends SqsWire {
  readonly endpoint: string;
  readonly messageId: string;
  readonly sentAt: number;
  readonly fifo: boolean;
}

/** `keep`: names of attributes that stay in plain sight where there are more than nine. */
export interface WireOptions {
  readonly fifo: boolean;
  readonly keep?: readonly string[];
  /** Readers there follow pointers: what is no claim of ours must not look like one. */
  readonly hasClaimCheck?: boolean;
  /** Stands for the body where that lies elsewhere. */
  readonly claim?: WireClaim;
}

/** A pointer as the body, what the header says of it, and the attribute that tells readers, which takes a slot. */
export interface WireClaim {
  readonly text: string;
  readonly header: Pick<Header, "claim">;
  readonly attribute: readonly [name: string, attribute: Attribute];
}

/** Stands in `Header.derived` for a trace header that was made from a `traceparent` attribute. */
const TRACE_HEADER = "traceHeader";

/**
 * The body as it is where SQS takes it, attributes under their own names and types as far as there is room, all else in
 * the header, which is always there. The same message always gives the same wire. An empty ordering key, tenant,
 * deduplication id or trace header counts as none. Never throws; the size of the whole is not judged.
 */
export function toWire(message: Message, { fifo, keep = [], hasClaimCheck = false, claim }: WireOptions): SqsWire {
  const room = { hasClaimCheck, isClaim: claim !== undefined };
  const { plain, inside } = chooseAttributes(message.attributes, keep, room);
  const body = claim ?? wireBody(message.body);
  const group = fifo ? fifoGroup(message) : tenantGroup(message);
  const trace = wireTrace(message);
  const header: Header = {
    id: message.id,
    trail: message.trail,
    sentAt: message.sentAt,
    attributes: inside,
    ...body.header,
    ...group.header,
    ...trace.header,
    ...(message.deduplicationId ? { deduplicationId: message.deduplicationId } : {}),
  };
  return {
    body: body.text,
    attributes: new Map([
      ...plain,
      ...(claim ? [claim.attribute] : []),
      [HEADER, { type: "String", value: encodeHeader(header) }],
    ]),
    ...(group.id === undefined ? {} : { groupId: group.id }),
    ...(fifo ? { deduplicationId: deduplicationId(message) } : {}),
    ...(trace.value === undefined ? {} : { traceHeader: trace.value }),
  };
}

/** The body as text, and what the header says of that. */
export function wireBody(body: Uint8Array): { readonly text: string; readonly header: Pick<Header, "body"> } {
  if (body.length === 0) return { text: " ", header: { body: "empty" } };
  const text = legalText(body);
  return text === undefined
    ? { text: Buffer.from(body).toString("base64"), header: { body: "base64" } }
    : { text, header: {} };
}

type Group = { readonly id?: string; readonly header: Pick<Header, "orderingKey" | "tenant"> };

/** A FIFO queue wants a group for every message: one without order gets a group of its own. */
function fifoGroup({ id, orderingKey, tenant }: Message): Group {
  const carried = tenant ? { tenant } : {};
  if (!orderingKey) return { id: fittingId(id), header: { ...carried, orderingKey: null } };
  const fitting = fittingId(orderingKey);
  return { id: fitting, header: fitting === orderingKey ? carried : { ...carried, orderingKey } };
}

/** A group on a standard queue is a tenant and costs a fee: no key is made into one. */
function tenantGroup({ orderingKey, tenant }: Message): Group {
  const carried = orderingKey ? { orderingKey } : {};
  if (!tenant) return { header: carried };
  const fitting = fittingId(tenant);
  return { id: fitting, header: fitting === tenant ? carried : { ...carried, tenant } };
}

function wireTrace({ traceHeader, attributes }: Message) {
  if (traceHeader) return isLegalText(traceHeader) ? { value: traceHeader, header: {} } : { header: { traceHeader } };
  const context = attributes.get("traceparent") ?? attributes.get("googclient_traceparent");
  const value = context === undefined ? undefined : toAwsTrace(context.value);
  return value === undefined ? { header: {} } : { value, header: { derived: [TRACE_HEADER] } };
}

/**
 * The message that was sent. One without a header comes from a system that knows not us: its id is made from the
 * endpoint's name and the broker's message id, so that a redelivery has the same; where the body is an SNS notification
 * or an EventBridge event, from what `foreignIdentity` finds, since that stays the same when it is delivered twice. The
 * body is never changed by that. Throws `DecodeError` for a header that is damaged or of a newer version.
 */
export function fromWire(received: SqsReceived): Message {
  const header = joinHeader((name) => received.attributes.get(name)?.value);
  const attributes = new Map([...received.attributes].filter(([name]) => header === undefined || !isReserved(name)));
  for (const [name, attribute] of header?.attributes ?? []) attributes.set(name, attribute);
  const foreign = header === undefined ? foreignIdentity(received.body) : undefined;
  const trace = header?.derived?.includes(TRACE_HEADER) ? undefined : (header?.traceHeader ?? received.traceHeader);
  return {
    id: header?.id ?? `${received.endpoint}:${foreign?.id ?? received.messageId}`,
    body: readBody(received.body, header?.body),
    attributes,
    ...groupOf(received, header),
    ...dedupeOf(received, header),
    ...(trace === undefined ? {} : { traceHeader: trace }),
    trail: header?.trail ?? [],
    sentAt: header?.sentAt ?? foreign?.sentAt ?? received.sentAt,
  };
}

/** The bytes that a text stands for. Throws `DecodeError` where it is called base64 and is not. */
export function readBody(text: string, encoding: Header["body"]): Uint8Array {
  if (encoding === undefined) return Buffer.from(text);
  if (encoding === "empty") return new Uint8Array();
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") === text) return bytes;
  throw new DecodeError("BODY", "the body is called base64 and is not");
}

function groupOf({ fifo, groupId }: SqsReceived, header: Header | undefined): Pick<Message, "orderingKey" | "tenant"> {
  const key = header?.orderingKey === undefined && fifo ? groupId : header?.orderingKey;
  const tenant = header?.tenant ?? (fifo ? undefined : groupId);
  return { ...(key ? { orderingKey: key } : {}), ...(tenant ? { tenant } : {}) };
}

/** With a header, what is on the wire is our own: the first sender's stands in the header, if there was one. */
function dedupeOf(
  { fifo, deduplicationId }: SqsReceived,
  header: Header | undefined,
): Pick<Message, "deduplicationId"> {
  const first = header === undefined ? (fifo ? deduplicationId : undefined) : header.deduplicationId;
  return first ? { deduplicationId: first } : {};
}
