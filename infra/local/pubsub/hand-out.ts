// Hands messages out, and finds them again by their ack ids.

import { fromAckId, toAckId } from "./ack-id.ts";
import type { Consumer, Entry } from "./entry.ts";
import type { PublishedMessage } from "./message.ts";
import { type Subscription, scheduleEnd } from "./subscription.ts";

/** A message that was handed out. */
export interface Delivered {
  /** Good until it is acknowledged, refused, or its deadline has passed. */
  readonly ackId: string;
  readonly message: PublishedMessage;
  readonly bytes: number;
  /** 1 and one more for each failure; absent without a dead-letter policy, as the service has it. */
  readonly attempt: number | undefined;
}

/** What one asks for. */
export interface TakeRequest {
  /** At most so many. */
  readonly most: number;
  /** Nothing more once what was taken has so many bytes: a single message may be over it. */
  readonly mostBytes?: number;
  readonly consumer?: Consumer;
  /** In place of the subscription's own. */
  readonly ackDeadlineMs?: number;
}

/** Takes what is ready, in order. */
export function take(subscription: Subscription, request: TakeRequest): readonly Delivered[] {
  const { most, mostBytes = Number.POSITIVE_INFINITY, consumer } = request;
  const { line, world, settings } = subscription;
  const endsAt = world.now() + (request.ackDeadlineMs ?? settings.ackDeadlineMs);
  const taken: Delivered[] = [];
  for (let bytes = 0; taken.length < most && bytes < mostBytes; ) {
    const entry = line.take(consumer);
    if (entry === undefined) break;
    bytes += entry.bytes;
    taken.push(handOut(subscription, entry, consumer, endsAt));
  }
  if (taken.length > 0) world.stir();
  return taken;
}

function handOut(subscription: Subscription, entry: Entry, consumer: Consumer | undefined, endsAt: number): Delivered {
  entry.state = "outstanding";
  entry.deliveries++;
  entry.consumer = consumer;
  subscription.totals.outstanding++;
  if (consumer !== undefined) {
    consumer.messages++;
    consumer.bytes += entry.bytes;
  }
  scheduleEnd(subscription, entry, endsAt);
  const { sequence, deliveries: delivery, message, bytes, failures } = entry;
  const ackId = toAckId({ serial: subscription.serial, sequence, delivery });
  return { ackId, message, bytes, attempt: subscription.settings.deadLetter && failures + 1 };
}

/** What an ack id is about; nothing where it is no longer good. Throws `INVALID_ARGUMENT` for what never was one. */
export function findOutstanding(subscription: Subscription, ackId: string): Entry | undefined {
  const { serial, sequence, delivery } = fromAckId(ackId);
  const entry = serial === subscription.serial ? subscription.entries.get(sequence) : undefined;
  return entry?.state === "outstanding" && entry.deliveries === delivery ? entry : undefined;
}
