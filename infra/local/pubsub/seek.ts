// Moves a subscription to another point in time: what it has acknowledged comes back, or what it has not is gone.

import { endDelivery } from "./endings.ts";
import type { Entry } from "./entry.ts";
import type { PublishedMessage } from "./message.ts";
import { accept, finish, forget, leave, type Subscription } from "./subscription.ts";

/** Where to. */
export interface SeekTarget {
  /** Whether a message counts as unacknowledged from now on. */
  readonly isWanted: (message: PublishedMessage) => boolean;
  /** Messages that are kept elsewhere, and may never have been here. */
  readonly retained: Iterable<PublishedMessage>;
  /** Messages that were or will be published before this time count as acknowledged. */
  readonly discardsBefore: number;
}

/**
 * https://cloud.google.com/pubsub/docs/replay-overview: the only operation whose work grows with what is in a
 * subscription. What is unacknowledged and stays so keeps its deadline, unless its ordering key starts anew.
 */
export function seek(subscription: Subscription, { isWanted, retained, discardsBefore }: SeekTarget): void {
  const known = new Set<string>();
  const again: PublishedMessage[] = [];
  for (const entry of allOf(subscription)) {
    known.add(entry.message.id);
    if (isWanted(entry.message)) again.push(...bringBack(subscription, entry));
    else if (entry.state !== "done") {
      if (entry.state === "outstanding") endDelivery(subscription, entry);
      finish(subscription, entry);
    }
  }
  for (const message of retained) if (!known.has(message.id) && isWanted(message)) again.push(message);
  subscription.discardsBefore = Number.NEGATIVE_INFINITY;
  for (const message of again.sort(byAge)) accept(subscription, message);
  subscription.discardsBefore = discardsBefore;
  if (again.length > 0) sortAges(subscription);
  subscription.world.stir();
}

/** What a subscription has to deliver, acknowledged messages left out, the oldest first. */
export const unacknowledged = (subscription: Subscription): readonly PublishedMessage[] =>
  allOf(subscription).flatMap(({ state, message }) => (state === "done" || state === "held" ? [] : [message]));

/** Everything leaves, and counts as dropped. */
export function empty(subscription: Subscription): void {
  for (const entry of allOf(subscription)) {
    if (entry.state === "outstanding") endDelivery(subscription, entry);
    if (entry.state !== "done") subscription.totals.expired++;
    leave(subscription, entry);
  }
}

/** What is to enter anew in an entry's place; nothing where it can stay as it is. */
function bringBack(subscription: Subscription, entry: Entry): readonly PublishedMessage[] {
  if (entry.state !== "done" && entry.lane === undefined) return [];
  if (entry.state === "outstanding") endDelivery(subscription, entry);
  if (entry.state === "done") forget(subscription, entry);
  else {
    leave(subscription, entry);
    subscription.totals.accepted--;
  }
  return [entry.message];
}

function allOf({ ages }: Subscription): readonly Entry[] {
  const all: Entry[] = [];
  for (let spot = ages.first(); spot !== undefined; spot = spot.after) all.push(spot.value);
  return all;
}

function sortAges(subscription: Subscription): void {
  const all = allOf(subscription).toSorted((one, other) => byAge(one.message, other.message));
  for (const entry of all) forget(subscription, entry);
  for (const entry of all) entry.age = subscription.ages.push(entry);
}

/** Ids of one engine rise, and have as many digits. */
const byAge = (one: PublishedMessage, other: PublishedMessage): number => (one.id < other.id ? -1 : 1);
