// How long to wait before the next try: what fails again and again must not be tried without a break.

/** Each pause is twice the one before it, up to a limit. */
export interface GrowingPause {
  /** The next pause in milliseconds. */
  next(): number;
  /** What was tried has worked: the next pause is the first one again. */
  reset(): void;
}

/** Pauses from `firstMs` up to `mostMs`. */
export function growingPause(firstMs: number, mostMs: number): GrowingPause {
  let nextMs = firstMs;
  return {
    next() {
      const pauseMs = nextMs;
      nextMs = Math.min(nextMs * 2, mostMs);
      return pauseMs;
    },
    reset() {
      nextMs = firstMs;
    },
  };
}
