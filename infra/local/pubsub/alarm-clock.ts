// Wakes the engine when a deadline ends: one timer for all of them.

import type { PubsubEngine } from "./engine.ts";

/** A new deadline is looked at within this time at the latest, in milliseconds: deadlines are seconds long. Ours. */
const COARSE_MS = 20;

/** Runs until it is stopped, and keeps no process alive by itself. */
export function alarmClock(engine: PubsubEngine, now: () => number): { stop(): void } {
  const timer = setInterval(() => {
    const due = engine.nextDueAt();
    if (due !== undefined && due <= now()) engine.tick();
  }, COARSE_MS).unref();
  return { stop: () => clearInterval(timer) };
}
