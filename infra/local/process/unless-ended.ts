// Stops waiting as soon as the user wants to end: what hangs outside must not hold up the end of a run.

import { HopspanError } from "../../../shared/core/errors.ts";

/** The code of what is thrown where a run was ended before it stood. */
export const ENDED = "ENDED";

/**
 * What `act` comes to; or, as soon as `ended` is aborted, a rejection with `ENDED`: what was begun goes on unheard. Begins
 * nothing where `ended` is aborted already.
 */
export async function unlessEnded<Value>(ended: AbortSignal, act: () => Promise<Value>): Promise<Value> {
  if (ended.aborted) throw wasEnded();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const cut = () => reject(wasEnded());
  ended.addEventListener("abort", cut);
  try {
    return await Promise.race([over, act()]);
  } finally {
    ended.removeEventListener("abort", cut);
  }
}

const wasEnded = () => new HopspanError(ENDED, "the run was ended", false);
