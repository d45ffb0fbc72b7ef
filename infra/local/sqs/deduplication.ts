// What a FIFO queue still knows of messages that it may be sent again, even after they are gone.

import { chain } from "./chain.ts";
import { SERVICE_LIMITS } from "./limits.ts";

/** What the first message with an id got: a duplicate gets the same. */
interface Receipted {
  readonly id: string;
  readonly sequence: number;
}

/** The deduplication ids of the last five minutes. Holds nothing older. */
export interface DeduplicationWindow {
  /** What was sent under this key within the window, if anything. A duplicate doesn't make the window longer. */
  find(key: string, now: number): Receipted | undefined;
  /** To be called in the order of time. */
  remember(key: string, receipted: Receipted, now: number): void;
}

/** An empty window. */
export function deduplicationWindow(): DeduplicationWindow {
  const known = new Map<string, Receipted>();
  const byAge = chain<{ readonly key: string; readonly until: number }>();
  const forget = (now: number): void => {
    for (let oldest = byAge.first(); oldest !== undefined && oldest.value.until <= now; oldest = byAge.first()) {
      known.delete(oldest.value.key);
      byAge.remove(oldest);
    }
  };
  return {
    find(key, now) {
      forget(now);
      return known.get(key);
    },
    remember(key, receipted, now) {
      forget(now);
      known.set(key, receipted);
      byAge.push({ key, until: now + SERVICE_LIMITS.deduplicationMs });
    },
  };
}
