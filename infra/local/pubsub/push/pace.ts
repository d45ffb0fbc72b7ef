// How fast a push subscription goes: a window that grows while all is well, and a pause that grows while it is not.

import { PUSH_LIMITS } from "../limits.ts";

/** Decisions only: the caller asks, and tells what came of it. */
export interface Pace {
  /** How many requests may be on their way. */
  window(): number;
  /** Not before this time, in milliseconds since 1970; 0 where nothing holds it back. */
  pausedUntil(): number;
  acked(elapsedMs: number): void;
  refused(): void;
}

/**
 * Starts in single digits, grows by each quick acknowledgement, halves by each refusal; pauses 100 ms to 60 s for the
 * whole subscription, as https://docs.cloud.google.com/pubsub/docs/push#push_backoff describes it.
 */
export function pace(now: () => number): Pace {
  const { backOffMs, window: limits, quickMs } = PUSH_LIMITS;
  let size: number = limits.start;
  let pauseMs = 0;
  let until = 0;
  return {
    window: () => Math.floor(size),
    pausedUntil: () => until,
    acked(elapsedMs) {
      if (elapsedMs < quickMs) size = Math.min(limits.cap, size + 1);
      pauseMs = pauseMs / 2 < backOffMs.min ? 0 : pauseMs / 2;
    },
    refused() {
      // Refusals of one and the same moment count once: they are one piece of news.
      if (now() < until) return;
      size = Math.max(1, size / 2);
      pauseMs = Math.min(backOffMs.max, Math.max(backOffMs.min, pauseMs * 2));
      until = now() + pauseMs;
    },
  };
}
