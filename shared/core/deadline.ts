// A budget for platforms that name a time-out but don't count it down for the function.

import type { Budget } from "./ports.ts";

/** Ends `seconds` from now. */
export function deadline(seconds: number, now: () => number = Date.now): Budget {
  const end = now() + seconds * 1_000;
  return { remainingMs: () => end - now() };
}
