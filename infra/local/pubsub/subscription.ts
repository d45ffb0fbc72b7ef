// One subscription as a state machine: what it holds, and how a message enters it and leaves it.

import { type Chain, chain } from "../sqs/chain.ts";
import { type Schedule, schedule } from "../sqs/schedule.ts";
import type { Entry } from "./entry.ts";
import { type EntryTable, entryTable } from "./entry-table.ts";
import type { Matcher } from "./filter/matcher.ts";
import { type Line, line } from "./line.ts";
import { messageBytes, type PublishedMessage } from "./message.ts";
import type { SubscriptionSettings } from "./settings.ts";

/**
 * Where every message of a subscription has gone. Always holds:
 * accepted = acked + deadLettered + expired + outstanding + waiting.
 */
export interface SubscriptionCounts {
  /** Every message that entered. */
  readonly accepted: number;
  /** Acknowledged for good: none of them comes again. */
  readonly acked: number;
  /** Handed out and not yet answered; or acknowledged, but behind one of its ordering key that is not. */
  readonly outstanding: number;
  readonly waiting: number;
  /** Forwarded to the dead-letter topic. */
  readonly deadLettered: number;
  /** Dropped at the end of the retention period. */
  readonly expired: number;
}

/** What a subscription needs from around it, all of it given from outside. */
export interface SubscriptionWorld {
  /** Milliseconds since 1970; never goes back. */
  readonly now: () => number;
  /** Something can be handed out that could not before, or a deadline is new. */
  readonly stir: () => void;
  readonly acked: (message: PublishedMessage) => void;
  /** How long the topic keeps its messages for those who seek; 0 where it does not, or is gone. */
  readonly topicRetentionMs: () => number;
  /** Forwards a message that has failed too often; true where there was a topic to take it. */
  readonly bury: (message: PublishedMessage, attempts: number) => boolean;
}

/** A subscription. Mutable parts change through the functions of the engine only. */
export interface Subscription {
  /** Unique in the engine, so that ack ids of one subscription mean nothing to another. */
  readonly serial: number;
  readonly world: SubscriptionWorld;
  /** By sequence. */
  readonly entries: EntryTable;
  readonly line: Line;
  /** The ends of ack deadlines and of delays. */
  readonly due: Schedule<Entry>;
  /** All messages, the oldest first. */
  readonly ages: Chain<Entry>;
  readonly totals: { accepted: number; acked: number; deadLettered: number; expired: number; outstanding: number };
  /** Of its filter. */
  readonly matches: Matcher;
  settings: SubscriptionSettings;
  sequence: number;
  /** Messages from before this time count as acknowledged on arrival: what a seek into the future means. */
  discardsBefore: number;
  /** When somebody last had to do with it, and how many are at it now. */
  usedAt: number;
  attendants: number;
}

/** What makes a subscription. `step` is called once per thing that an operation looks at. */
interface SubscriptionParts extends Pick<Subscription, "serial" | "world" | "settings" | "matches"> {
  readonly step: () => void;
}

/** A subscription that has nothing yet. */
export function emptySubscription({ step, ...parts }: SubscriptionParts): Subscription {
  return {
    ...parts,
    entries: entryTable(),
    line: line(step),
    due: schedule(step),
    ages: chain(),
    totals: { accepted: 0, acked: 0, deadLettered: 0, expired: 0, outstanding: 0 },
    sequence: 0,
    discardsBefore: Number.NEGATIVE_INFINITY,
    usedAt: parts.world.now(),
    attendants: 0,
  };
}

/** A message enters, ready; one that the filter does not take never was there. */
export function accept(subscription: Subscription, message: PublishedMessage): void {
  const { settings, line, entries, ages, totals, world } = subscription;
  if (!subscription.matches(message.attributes)) return;
  const isDiscarded = message.publishedAt < subscription.discardsBefore;
  const isKeyed = settings.isOrdered && message.orderingKey !== "";
  const entry: Entry = {
    kind: "entry",
    message,
    sequence: subscription.sequence++,
    bytes: messageBytes(message),
    lane: isKeyed && !isDiscarded ? line.laneOf(message.orderingKey) : undefined,
    state: "ready",
    deliveries: 0,
    failures: 0,
    consumer: undefined,
    turn: undefined,
    spot: undefined,
    age: undefined,
    due: undefined,
  };
  entry.age = ages.push(entry);
  totals.accepted++;
  if (isDiscarded) {
    finish(subscription, entry);
    return;
  }
  entries.add(entry);
  line.join(entry);
  world.stir();
}

/** A message leaves for ever, in any state, and leaves nothing behind. */
export function leave(subscription: Subscription, entry: Entry): void {
  retire(subscription, entry);
  forget(subscription, entry);
}

/** A message is acknowledged for good: it leaves, or stays as `done` where one may seek back to it. */
export function finish(subscription: Subscription, entry: Entry): void {
  retire(subscription, entry);
  if (subscription.settings.keepsAcked) entry.state = "done";
  else forget(subscription, entry);
  subscription.totals.acked++;
  subscription.world.acked(entry.message);
}

/** A `done` message is not kept any more. */
export function forget(subscription: Subscription, entry: Entry): void {
  if (entry.age !== undefined) subscription.ages.remove(entry.age);
  entry.age = undefined;
}

/** Nobody can be handed it any more. */
function retire(subscription: Subscription, entry: Entry): void {
  unschedule(subscription, entry);
  if (entry.state === "held") subscription.totals.outstanding--;
  subscription.entries.delete(entry.sequence);
  subscription.line.leave(entry);
}

/** How old a message may become here: a topic that keeps its messages keeps them for its subscriptions. */
export const retentionMs = ({ settings, world }: Subscription): number =>
  Math.max(settings.retentionMs, world.topicRetentionMs());

/** The entry's ack deadline or delay ends at this time, in milliseconds since 1970, in place of an earlier plan. */
export function scheduleEnd(subscription: Subscription, entry: Entry, at: number): void {
  unschedule(subscription, entry);
  entry.due = subscription.due.add(at, entry);
}

/** The entry's ack deadline or delay has no end any more. */
export function unschedule(subscription: Subscription, entry: Entry): void {
  if (entry.due !== undefined) subscription.due.remove(entry.due);
  entry.due = undefined;
}

/** When a deadline, a delay or a retention ends next; absent where there is none. */
export function nextDueAt(subscription: Subscription): number | undefined {
  const { due, ages } = subscription;
  const eldest = ages.first()?.value.message.publishedAt;
  const first = due.first()?.at;
  if (eldest === undefined) return first;
  return Math.min(first ?? Number.POSITIVE_INFINITY, eldest + retentionMs(subscription));
}

/** The books of a subscription. */
export function countsOf({ totals, entries }: Subscription): SubscriptionCounts {
  return { ...totals, waiting: entries.size - totals.outstanding };
}
