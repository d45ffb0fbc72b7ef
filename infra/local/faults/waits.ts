// What faults wait for: never for longer than there are faults, and never so that a process could not end.

import { setTimeout as sleep } from "node:timers/promises";
import type { Injector } from "./injector.ts";

/** Resolves after so many milliseconds, or sooner where the faults are lifted. */
export async function pause(ms: number, { lifted }: Pick<Injector, "lifted">): Promise<void> {
  if (ms <= 0) return;
  const over = new AbortController();
  await Promise.race([sleep(ms, undefined, { signal: over.signal, ref: false }).catch(() => {}), lifted()]);
  over.abort();
}

/** Resolves once the faults are lifted, or `onGone` calls back: then nobody waits for an answer any more. */
export const silence = ({ lifted }: Pick<Injector, "lifted">, onGone: (listener: () => void) => void): Promise<void> =>
  Promise.race([lifted(), new Promise<void>((resolve) => onGone(resolve))]);
