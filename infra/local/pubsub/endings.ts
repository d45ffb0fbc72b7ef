// How a delivery ends: acknowledged, refused, or forgotten; and what that brings back.

import type { Entry } from "./entry.ts";
import { backOffMs } from "./retry.ts";
import { finish, leave, retentionMs, type Subscription, scheduleEnd, unschedule } from "./subscription.ts";

/** An outstanding message is done, unless one before it in its lane is not: that one's failure brings it back. */
export function acknowledge(subscription: Subscription, entry: Entry): void {
  endDelivery(subscription, entry);
  entry.state = "held";
  subscription.totals.outstanding++;
  if (entry.lane === undefined) finish(subscription, entry);
  else release(subscription, entry);
}

/**
 * An outstanding message was refused, or not acknowledged in time: it comes again, now or after the policy's delay, and
 * all that was handed out behind it in its lane as well, acknowledged or not; after too many times it goes to the
 * dead-letter topic, if that is there. https://docs.cloud.google.com/pubsub/docs/handling-failures
 */
export function fail(subscription: Subscription, entry: Entry): void {
  const { settings, world, totals } = subscription;
  endDelivery(subscription, entry);
  entry.failures++;
  const hasHadAll = settings.deadLetter !== undefined && entry.failures >= settings.deadLetter.maxAttempts;
  if (hasHadAll && world.bury(entry.message, entry.failures)) {
    totals.deadLettered++;
    vanish(subscription, entry);
    return;
  }
  rewind(subscription, entry);
  const waitMs = backOffMs(settings.retry, entry.failures);
  entry.state = waitMs > 0 ? "delayed" : "ready";
  if (waitMs > 0) scheduleEnd(subscription, entry, world.now() + waitMs);
  subscription.line.back(entry);
}

/** Brings a subscription up to a time: ends what is over, drops what is too old. Every operation begins with it. */
export function settle(subscription: Subscription, now: number): void {
  const { due, ages, line, totals, world } = subscription;
  let isChanged = false;
  for (let next = due.first(); next !== undefined && next.at <= now; next = due.first()) {
    const entry = next.value;
    isChanged = true;
    if (entry.state === "outstanding") fail(subscription, entry);
    else {
      unschedule(subscription, entry);
      entry.state = "ready";
      line.back(entry);
    }
  }
  const eldest = now - retentionMs(subscription);
  for (let old = ages.first(); old !== undefined && old.value.message.publishedAt <= eldest; old = ages.first()) {
    isChanged = true;
    if (old.value.state === "outstanding") endDelivery(subscription, old.value);
    if (old.value.state === "done") {
      leave(subscription, old.value);
      continue;
    }
    totals.expired++;
    vanish(subscription, old.value);
  }
  if (isChanged) world.stir();
}

/** Nobody has an outstanding message any more; what it is now is for the caller to say. */
export function endDelivery(subscription: Subscription, entry: Entry): void {
  unschedule(subscription, entry);
  subscription.totals.outstanding--;
  if (entry.lane !== undefined) entry.lane.outstanding--;
  if (entry.consumer !== undefined) {
    entry.consumer.messages--;
    entry.consumer.bytes -= entry.bytes;
  }
  entry.consumer = undefined;
  entry.state = "ready";
}

/** All that was handed out behind an entry of a lane is to be handed out again. */
function rewind(subscription: Subscription, { lane, spot }: Entry): void {
  if (lane === undefined || spot === undefined) return;
  for (let later = spot.after; later !== undefined && later !== lane.next; later = later.after) {
    if (later.value.state === "outstanding") endDelivery(subscription, later.value);
    else subscription.totals.outstanding--;
    later.value.state = "ready";
  }
  lane.next = spot;
}

/** An acknowledged entry of a lane, and those behind it that waited for it, are done where nothing is before them. */
function release(subscription: Subscription, entry: Entry): void {
  const { lane } = entry;
  for (let head = lane?.entries.first()?.value; head?.state === "held"; head = lane?.entries.first()?.value)
    finish(subscription, head);
  if (lane?.entries.first() !== undefined) subscription.line.review(lane);
}

/** An entry leaves unacknowledged; those of its lane that waited for it wait no longer. */
function vanish(subscription: Subscription, entry: Entry): void {
  leave(subscription, entry);
  release(subscription, entry);
}
