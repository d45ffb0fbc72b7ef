// One subscription: what it has to deliver, what is out, and what a refusal or a silence brings back.

import { type Appointment, schedule } from "../sqs/schedule.ts";
import type { Consumer } from "./consumer.ts";
import { line } from "./line.ts";
import { type Entry, messageBytes, type PublishedMessage } from "./message.ts";

/** How a subscription behaves. Times in milliseconds. */
export interface SubscriptionSettings {
  readonly name: string;
  readonly topic: string;
  readonly isOrdered: boolean;
  readonly ackDeadlineMs: number;
  readonly retry?: { readonly minimumMs: number; readonly maximumMs: number };
  readonly deadLetter?: { readonly topic: string; readonly maxAttempts: number };
  readonly push?: { readonly endpoint: string; readonly isWrapped: boolean; readonly hasMetadata: boolean };
  readonly labels: Readonly<Record<string, string>>;
}

/** A message that was handed out: acknowledge it by its ack id. */
export interface Delivered {
  readonly ackId: string;
  readonly message: PublishedMessage;
  /** From 1; absent without a dead-letter policy, as the service has it. */
  readonly attempt?: number;
}

/** What the subscription needs from the engine around it. */
export interface SubscriptionWorld {
  readonly now: () => number;
  readonly step: () => void;
  /** Something can be delivered, or a deadline has moved. */
  readonly changed: () => void;
  readonly acked: (message: PublishedMessage) => void;
  /** The message has had all its attempts; true where it could be forwarded. */
  readonly bury: (message: PublishedMessage, attempts: number) => boolean;
}

/** Books of one subscription: accepted = acked + deadLettered + outstanding + waiting, always. */
export interface SubscriptionCounts {
  readonly accepted: number;
  readonly acked: number;
  readonly outstanding: number;
  readonly waiting: number;
  readonly deadLettered: number;
}

/** Works on its own settings; `update` replaces them. Every operation takes logarithmic time at most. */
export function subscription(first: SubscriptionSettings, world: SubscriptionWorld) {
  let settings = first;
  let sequence = 0;
  let accepted = 0;
  let acked = 0;
  let deadLettered = 0;
  let outstanding = 0;
  const entries = new Map<number, Entry>();
  const due = schedule<Entry>(world.step);
  const queue = line(() => settings.push !== undefined, world.step);

  const appoint = (entry: Entry, at: number): void => {
    cancel(entry);
    entry.due = due.add(at, entry);
  };
  const cancel = (entry: Entry): void => {
    const appointment: Appointment<Entry> | undefined = entry.due;
    if (appointment !== undefined) due.remove(appointment);
    entry.due = undefined;
  };
  /** A delivery has come to its end, whichever way. */
  const comeBack = (entry: Entry): void => {
    cancel(entry);
    outstanding--;
    if (entry.lane !== undefined) entry.lane.outstanding--;
    if (entry.consumer !== undefined) {
      entry.consumer.messages--;
      entry.consumer.bytes -= entry.bytes;
    }
    entry.consumer = undefined;
  };
  const leave = (entry: Entry): void => {
    entries.delete(entry.sequence);
    queue.leave(entry);
  };

  const settle = (entry: Entry): void => {
    comeBack(entry);
    entry.state = "settled";
    // Acknowledged ones stay until all before them in their lane are: an earlier one's failure would bring them back.
    let head = entry.lane === undefined ? entry : entry.lane.entries.first()?.value;
    while (head?.state === "settled") {
      const next = head.spot?.after?.value;
      leave(head);
      acked++;
      world.acked(head.message);
      head = next;
    }
    if (entry.lane !== undefined) queue.review(entry.lane);
  };

  const fail = (entry: Entry): void => {
    comeBack(entry);
    entry.failures++;
    const { deadLetter } = settings;
    if (
      deadLetter !== undefined &&
      entry.deliveries >= deadLetter.maxAttempts &&
      world.bury(entry.message, entry.deliveries)
    ) {
      deadLettered++;
      leave(entry);
      return;
    }
    rewind(entry);
    const waitMs = backOffMs(settings, entry.failures);
    entry.state = waitMs > 0 ? "delayed" : "ready";
    if (waitMs > 0) appoint(entry, world.now() + waitMs);
    queue.back(entry);
  };

  /** All that was delivered of a lane behind a failure is delivered again, acknowledged or not. */
  const rewind = ({ lane, spot }: Entry): void => {
    if (lane === undefined || spot === undefined) return;
    for (let later = spot.after; later !== undefined && later !== lane.next; later = later.after) {
      if (later.value.state === "outstanding") comeBack(later.value);
      if (later.value.state !== "delayed") later.value.state = "ready";
    }
    lane.next = spot;
  };

  const find = (ackId: string): Entry | undefined => {
    const [number, delivery] = ackId.split("-").map(Number);
    const entry = entries.get(number ?? -1);
    return entry?.state === "outstanding" && entry.deliveries === delivery ? entry : undefined;
  };

  return {
    settings: () => settings,
    update(next: SubscriptionSettings): void {
      settings = next;
      world.changed();
    },
    accept(message: PublishedMessage): void {
      const lane = settings.isOrdered && message.orderingKey !== "" ? queue.laneOf(message.orderingKey) : undefined;
      const entry: Entry = { kind: "entry", message, sequence: sequence++, bytes: messageBytes(message), lane, ...NEW };
      entries.set(entry.sequence, entry);
      accepted++;
      queue.join(entry);
      world.changed();
    },
    take(consumer?: Consumer): Delivered | undefined {
      const entry = queue.take(consumer);
      if (entry === undefined) return undefined;
      entry.state = "outstanding";
      entry.deliveries++;
      entry.consumer = consumer;
      outstanding++;
      if (consumer !== undefined) {
        consumer.messages++;
        consumer.bytes += entry.bytes;
      }
      appoint(entry, world.now() + settings.ackDeadlineMs);
      const attempt = settings.deadLetter === undefined ? {} : { attempt: entry.deliveries };
      return { ackId: `${entry.sequence}-${entry.deliveries}`, message: entry.message, ...attempt };
    },
    hasNext: (consumer?: Consumer) => queue.hasNext(consumer),
    /** An ack id that is no longer good is passed over: acknowledging is best effort, as in the service. */
    ack(ackId: string): void {
      const entry = find(ackId);
      if (entry !== undefined) settle(entry);
      world.changed();
    },
    /** Zero refuses the delivery. */
    extend(ackId: string, seconds: number): void {
      const entry = find(ackId);
      if (entry !== undefined && seconds > 0) appoint(entry, world.now() + seconds * 1_000);
      else if (entry !== undefined) fail(entry);
      world.changed();
    },
    /** Works off the deadlines that have passed. */
    tick(): void {
      const isDue = (due.first()?.at ?? Number.POSITIVE_INFINITY) <= world.now();
      for (let next = due.first(); next !== undefined && next.at <= world.now(); next = due.first()) {
        const entry = next.value;
        cancel(entry);
        if (entry.state === "outstanding") fail(entry);
        else if (entry.state === "delayed") {
          entry.state = "ready";
          queue.back(entry);
        }
      }
      if (isDue) world.changed();
    },
    release: (consumer: Consumer) => queue.release(consumer),
    nextDueAt: (): number | undefined => due.first()?.at,
    counts: (): SubscriptionCounts => ({
      accepted,
      acked,
      outstanding,
      waiting: entries.size - outstanding,
      deadLettered,
    }),
  };
}

/** A subscription that is there. */
export type Subscription = ReturnType<typeof subscription>;

const NEW = {
  state: "ready" as const,
  deliveries: 0,
  failures: 0,
  consumer: undefined,
  turn: undefined,
  spot: undefined,
  age: undefined,
  due: undefined,
};

/** Doubles with each failure, within the policy's bounds; without a policy at once. */
const backOffMs = ({ retry }: SubscriptionSettings, failures: number): number =>
  retry === undefined ? 0 : Math.min(retry.maximumMs, retry.minimumMs * 2 ** Math.min(failures - 1, 30));
