// One request to a provider, bounded in time and told apart: what is confirmed, what failed, and whose fault it was.

import { classify, SinkError } from "../core/errors.ts";

/**
 * Sends one request and gives one fate per entry: nothing = confirmed. May throw a `SinkError` for the request as a
 * whole: retryable = nothing is confirmed; final = one entry is guilty, and the request is halved until it is alone.
 * Must end by `timeoutMs`.
 */
export type Transmit<Entry> = (
  entries: readonly Entry[],
  timeoutMs: number,
) => Promise<readonly (SinkError | undefined)[]>;

/** Timers and chance, so that a simulation can bring its own. `after` gives back what cancels it. */
export interface Timing {
  after(ms: number, act: () => void): () => void;
  random(): number;
}

/** The process's own. */
export const REAL_TIMING: Timing = {
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** The code of a request that was given up without an answer: it may still arrive, so it is not sent again at once. */
export const TIMEOUT = "TIMEOUT";

/** `guilty`: the request was refused for good, and one of its several entries is the reason. */
export type Answer =
  | { readonly kind: "fates"; readonly fates: readonly (SinkError | undefined)[] }
  | { readonly kind: "guilty" };

/** Never throws, and answers within `timeoutMs` even where `transmit` does not. */
export async function attempt<Entry>(
  entries: readonly Entry[],
  timeoutMs: number,
  transmit: Transmit<Entry>,
  timing: Timing,
): Promise<Answer> {
  const silent = new SinkError(TIMEOUT, `no answer within ${Math.round(timeoutMs)} ms`, true);
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = timing.after(timeoutMs, () => reject(silent));
  });
  try {
    const fates = await Promise.race([transmit(entries, timeoutMs), late]);
    return { kind: "fates", fates: entries.map((_, at) => (at < fates.length ? fates[at] : unanswered())) };
  } catch (thrown) {
    const error = thrown instanceof SinkError ? thrown : unexpected(thrown);
    return !error.retryable && entries.length > 1
      ? { kind: "guilty" }
      : { kind: "fates", fates: entries.map(() => error) };
  } finally {
    cancel();
  }
}

/** An answer that is silent about an entry has not confirmed it. */
const unanswered = () => new SinkError("NO_ANSWER", "the target's answer does not mention the message", true);

const unexpected = (thrown: unknown) => new SinkError("UNEXPECTED", classify(thrown).message, true, thrown);
