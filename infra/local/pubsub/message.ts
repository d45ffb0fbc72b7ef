// What a subscription holds: the message as it was published, which never changes, and what is kept about it.

import type { Spot } from "../sqs/chain.ts";
import type { Appointment } from "../sqs/schedule.ts";
import type { Consumer } from "./consumer.ts";
import type { Lane, Turn } from "./line.ts";

/** A message that was published to a topic. All subscriptions of the topic share it. */
export interface PublishedMessage {
  readonly id: string;
  readonly data: Uint8Array;
  readonly attributes: ReadonlyMap<string, string>;
  /** Empty where the message has none. */
  readonly orderingKey: string;
  /** In milliseconds since 1970. */
  readonly publishedAt: number;
}

/** What a publisher asks for: a message without the parts that the topic gives it. */
export type Draft = Omit<PublishedMessage, "id" | "publishedAt">;

/** A message in one subscription. Only the subscription's own transitions change it. */
export interface Entry {
  readonly kind: "entry";
  readonly message: PublishedMessage;
  /** Rises within the subscription. */
  readonly sequence: number;
  readonly bytes: number;
  /** Those of its ordering key; absent where it has none, or the subscription keeps no order. */
  readonly lane: Lane | undefined;
  /** `settled`: acknowledged, but an earlier one of its key is not; that one's failure would bring it back. */
  state: "ready" | "delayed" | "outstanding" | "settled";
  /** How often it was delivered: an ack id is good for one delivery. */
  deliveries: number;
  /** How often it was nacked or not acknowledged in time. */
  failures: number;
  /** To whom it was delivered, where that one wants to know how much it has. */
  consumer: Consumer | undefined;
  /** Its place among all that can be delivered; absent where it has a lane, or can't be. */
  turn: Spot<Turn> | undefined;
  /** Its place in its lane. */
  spot: Spot<Entry> | undefined;
  /** Its place among all by age. */
  age: Spot<Entry> | undefined;
  /** When its ack deadline or its delay ends. */
  due: Appointment<Entry> | undefined;
}

/** What a message counts for where bytes are limited: data, attributes and ordering key. */
export function messageBytes({ data, attributes, orderingKey }: Draft): number {
  let bytes = data.byteLength + Buffer.byteLength(orderingKey);
  for (const [key, value] of attributes) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}
