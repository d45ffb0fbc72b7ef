// Bounds work that may hang by the time that is left for it.

import type { HopspanError } from "../core/errors.ts";
import type { Budget } from "../core/ports.ts";

/** What `work` gives; rejects with `late` once the budget is spent. What goes on then is nobody's concern any more. */
export async function inTime<Value>(work: Promise<Value>, budget: Budget, late: HopspanError): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), Math.max(0, budget.remainingMs()));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
