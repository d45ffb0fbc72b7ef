// A budget for platforms that name a time-out but don't count it down for the function.

import type { Budget } from "./ports.ts";

/** Ends `seconds` from now, also where the machine's clock is set meanwhile. `now` is in milliseconds since any moment. */
export function deadline(seconds: number, now: () => number = () => performance.now()): Budget {
  const end = now() + seconds * 1_000;
  return { remainingMs: () => end - now() };
}
