// Leaves time for what comes next: a step that may hang gets one half of what is left, and no more.

import type { Budget } from "./ports.ts";

/** Half of what is left of `budget` now; it runs out while the other half is still there. */
export function halfOf(budget: Budget): Budget {
  const reservedMs = budget.remainingMs() / 2;
  return { remainingMs: () => budget.remainingMs() - reservedMs };
}
