// A clock that stands still until it is told to go on, with the timers that hang on it.

import { setImmediate } from "node:timers/promises";
import type { After } from "../../../infra/local/sqs/timer.ts";

/** Starts at a fixed time; timers fire in order as time passes, and what they set off settles in between. */
export function virtualClock() {
  let now = 1_767_225_600_000;
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  const after: After = (ms, act) => {
    const timer = { at: now + ms, act };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => now,
    after,
    async pass(seconds: number): Promise<void> {
      const end = now + seconds * 1000;
      const next = () => [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      for (let timer = next(); timer !== undefined; timer = next()) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.act();
        await setImmediate();
      }
      now = end;
    },
  };
}
