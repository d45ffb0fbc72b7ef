// Time that stands still until a test moves it: timers fire in order, promises settle in between.

import type { Timing } from "../../shared/brokers/request.ts";

export function virtualTiming(random: () => number = () => 0.5) {
  let nowMs = 0;
  let made = 0;
  const timers = new Map<number, { readonly at: number; readonly act: () => void }>();
  const timing: Timing = {
    after(ms, act) {
      const id = made++;
      timers.set(id, { at: nowMs + ms, act });
      return () => timers.delete(id);
    },
    random,
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  return {
    timing,
    now: () => nowMs,
    /** A budget that ends `ms` from now. */
    budget(ms: number) {
      const end = nowMs + ms;
      return { remainingMs: () => end - nowMs };
    },
    pause: (ms: number) => new Promise<void>((resolve) => timing.after(ms, resolve)),
    /** Fires timers, the earliest first, until `done` has settled; fails where nothing is left that could settle it. */
    async run<Value>(done: Promise<Value>): Promise<Value> {
      let over = false;
      const ended = done.finally(() => {
        over = true;
      });
      ended.catch(() => {});
      for (await settle(); !over; await settle()) {
        const [next] = [...timers].sort(([a, left], [b, right]) => left.at - right.at || a - b);
        if (next === undefined) throw new Error("nothing is left to happen, and the promise is still open");
        timers.delete(next[0]);
        nowMs = Math.max(nowMs, next[1].at);
        next[1].act();
      }
      return ended;
    },
    open: () => timers.size,
  };
}
