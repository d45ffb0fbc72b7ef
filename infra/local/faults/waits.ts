// What faults wait for: never for longer than there are faults, and never so that a process could not end.

import type { Injector } from "./injector.ts";

type Lifting = Pick<Injector, "onLift">;

/** The longest time that a timer of Node's can wait, in milliseconds: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_MS = 2 ** 31 - 1;

/** Resolves after so many milliseconds, or sooner where the faults are lifted. */
export async function pause(ms: number, { onLift }: Lifting): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(end, Math.min(ms, LONGEST_MS)).unref();
    const stop = onLift(end);
    function end(): void {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}

/** Resolves once the faults are lifted, or `onGone` calls back: then nobody waits for an answer any more. */
export const silence = ({ onLift }: Lifting, onGone: (listener: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const stop = onLift(end);
    onGone(end);
    function end(): void {
      stop();
      resolve();
    }
  });
