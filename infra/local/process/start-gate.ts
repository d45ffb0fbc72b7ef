// Holds back the next start of a child after a crash, so that a crash loop does not spin.

import { setTimeout as sleep } from "node:timers/promises";
import { growingPause } from "./growing-pause.ts";

const FIRST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 5_000;

/** Open at first. Each `shut` closes it for longer, from 100 ms up to 5 s; `reset` forgets that. */
export interface StartGate {
  /** Resolves once the gate is open; rejects with an `AbortError` when the signal comes first. */
  pass(signal: AbortSignal): Promise<void>;
  shut(): void;
  reset(): void;
}

/** One gate per function: its children fail for the same reasons. */
export function startGate(now: () => number = Date.now): StartGate {
  const pause = growingPause(FIRST_PAUSE_MS, MOST_PAUSE_MS);
  let opensAt = 0;
  return {
    async pass(signal) {
      signal.throwIfAborted();
      for (let waitMs = opensAt - now(); waitMs > 0; waitMs = opensAt - now())
        await sleep(waitMs, undefined, { signal });
    },
    shut() {
      opensAt = Math.max(opensAt, now() + pause.next());
    },
    reset: pause.reset,
  };
}
