// How an invocation's time is shared out: every part ends, also where it hangs, before the next one needs its own.

import type { HopspanError } from "./errors.ts";
import type { Budget } from "./ports.ts";

/** Calls `act` once so many milliseconds from now; gives back what cancels it. */
export type After = (ms: number, act: () => void) => () => void;

/** The part of the time that one thing may take: gives what `act` gives, and rejects with `late` where it gives nothing. */
export type Share = <Value>(act: (budget: Budget) => Promise<Value>, late: HopspanError) => Promise<Value>;

/** The most that is kept back from the sink for the dead letters and the answer; ours, in milliseconds. */
const RESERVE_MS = 1_000;

/**
 * In parts of what is kept back, a fifth of a short budget and a second of a long one: how much is left when a part has to
 * be through (`told`), and when it is not waited for any longer (`end`). What lies between the two is for a part that
 * reports in the very last moment, since what it has confirmed must not be thrown away. The rest is the answer's. Ours.
 */
const SENDING = { told: 1, end: 0.8 };
const BURYING = { told: 0.4, end: 0.3 };

/** The shares of an invocation that begins now. */
export function shareTime(
  budget: Budget,
  after: After = realAfter,
): { readonly [part in "sending" | "burying"]: Share } {
  const reserveMs = Math.min(RESERVE_MS, budget.remainingMs() / 5);
  const share =
    ({ told, end }: typeof SENDING): Share =>
    async (act, late) => {
      let cancel = () => {};
      const over = new Promise<never>((_, reject) => {
        cancel = after(Math.max(0, budget.remainingMs() - end * reserveMs), () => reject(late));
      });
      try {
        return await Promise.race([act({ remainingMs: () => budget.remainingMs() - told * reserveMs }), over]);
      } finally {
        cancel();
      }
    };
  return { sending: share(SENDING), burying: share(BURYING) };
}

const realAfter: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};
