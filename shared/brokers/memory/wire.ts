// The form that a message has in memory: everything in plain sight but what only the header knows.

import type { Attribute, Message } from "../../core/message.ts";
import { encodeHeader, HEADER, isReserved, joinHeader } from "../header.ts";
import type { MemoryEndpoint } from "./endpoint.ts";

/** What a system that knows nothing of us would put into the queue. */
export interface MemoryWire {
  readonly body: Uint8Array;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly orderingKey?: string;
}

/** What the queue adds when it accepts a message. */
export interface Postmark {
  /** Unique within the queue. */
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
}

/** Never throws: memory holds every message. Attributes that have the header's name travel inside it. */
export function toWire(message: Message): MemoryWire {
  const { id, trail, sentAt, tenant, deduplicationId, traceHeader, orderingKey } = message;
  const [reserved, plain] = [true, false].map(
    (inside) => new Map([...message.attributes].filter(([name]) => isReserved(name) === inside)),
  );
  const header = encodeHeader({
    id,
    trail,
    sentAt,
    ...(tenant === undefined ? {} : { tenant }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(reserved?.size ? { attributes: reserved } : {}),
  });
  return {
    body: message.body,
    attributes: new Map([...(plain ?? []), [HEADER, { type: "String", value: header }]]),
    ...(orderingKey === undefined ? {} : { orderingKey }),
  };
}

/** Gives back what `toWire` was given; a foreign message gets its identity from the queue. Throws `DecodeError`. */
export function fromWire(wire: MemoryWire, { messageId, acceptedAt }: Postmark, { name }: MemoryEndpoint): Message {
  const header = joinHeader((attribute) => wire.attributes.get(attribute)?.value);
  const { body, orderingKey } = wire;
  const carried = { body, ...(orderingKey === undefined ? {} : { orderingKey }) };
  if (header === undefined)
    return { ...carried, id: `${name}:${messageId}`, attributes: wire.attributes, trail: [], sentAt: acceptedAt };
  const plain = [...wire.attributes].filter(([attribute]) => !isReserved(attribute));
  const { id, trail, sentAt, tenant, deduplicationId, traceHeader } = header;
  return {
    ...carried,
    id,
    attributes: new Map([...plain, ...(header.attributes ?? [])]),
    ...(tenant === undefined ? {} : { tenant }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    trail,
    sentAt,
  };
}
