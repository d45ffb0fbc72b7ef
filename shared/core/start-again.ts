// A start that may fail and be tried again: what a function does once before its first call.

import { HopspanError } from "./errors.ts";

/**
 * Starts at once, and gives what hands out the result: everybody shares one start. A start that failed for a reason that
 * may pass (a `HopspanError` that is `retryable`) fails those who wait for it, and the next call starts again, so that an
 * instance does not stay broken for life. Any other failure is kept, and left unhandled, so that the platform ends the
 * instance, and refuses a deployment that can't start.
 */
export function startAgain<Result>(start: () => Promise<Result>): () => Promise<Result> {
  let current: Promise<Result> | undefined;
  const begin = (): Promise<Result> => {
    const started = start();
    current = started;
    started.catch((thrown) => {
      if (!(thrown instanceof HopspanError) || !thrown.retryable) throw thrown;
      if (current === started) current = undefined;
    });
    return started;
  };
  begin();
  return () => current ?? begin();
}
