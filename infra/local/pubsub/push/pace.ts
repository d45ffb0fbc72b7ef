// How fast a push subscription goes: a window that grows while all is well, and a pause that grows while it is not.

import { PUSH_LIMITS } from "../limits.ts";

/** Decisions only: the caller asks, and tells what came of it. Times in milliseconds since 1970. */
export interface Pace {
  /** How many more requests may be begun now, where so many are under way. */
  room(underWay: number): number;
  /** Nothing may be begun before this time; in the past where nothing holds it back. */
  pausedUntil(): number;
  /** A request that was begun at this time was acknowledged. */
  acked(startedAt: number): void;
  /** A request that was begun at this time was refused, or not answered in time. */
  refused(startedAt: number): void;
}

/** How much of a pause an acknowledgement leaves: one refusal in five holds it about where it is, as in the page below. */
const LEFT = 0.84;
/** How much one answer counts in the share of acknowledgements, over about the last hundred. */
const WEIGHT = 0.01;

/**
 * Starts in single digits, grows by one with each quick acknowledgement, which doubles it with each round, and halves
 * with each round that meets a refusal. Such a round also pauses the whole subscription, for 100 ms to 60 s, doubled
 * each time: https://docs.cloud.google.com/pubsub/docs/push#push_backoff and #delivery_rate
 */
export function pace(now: () => number): Pace {
  const { backOffMs, window, quickMs, healthyShare } = PUSH_LIMITS;
  let size: number = window.start;
  let pauseMs = 0;
  let until = 0;
  let slowedAt = Number.NEGATIVE_INFINITY;
  let share = 1;
  return {
    room: (underWay) => (now() < until ? 0 : Math.max(0, Math.floor(size) - underWay)),
    pausedUntil: () => until,
    acked(startedAt) {
      share += (1 - share) * WEIGHT;
      // From a trickle it recovers in any case: the share says nothing of an endpoint that has just come back.
      const mayGrow = size < window.start || share >= healthyShare;
      if (mayGrow && now() - startedAt < quickMs) size = Math.min(window.cap, size + 1);
      pauseMs = pauseMs * LEFT < backOffMs.min ? 0 : pauseMs * LEFT;
    },
    refused(startedAt) {
      share -= share * WEIGHT;
      // Requests that were under way together are one piece of news.
      if (startedAt <= slowedAt) return;
      slowedAt = now();
      size = Math.max(1, size / 2);
      pauseMs = Math.min(backOffMs.max, Math.max(backOffMs.min, pauseMs * 2));
      until = slowedAt + pauseMs;
    },
  };
}
