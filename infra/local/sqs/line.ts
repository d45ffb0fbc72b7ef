// Who is next in a standard queue; the same promise for FIFO queues is in fifo-line.ts.

import { chain } from "./chain.ts";
import type { Entry } from "./message.ts";

/** Keeps the order in which a queue gives its messages. Looks only at what it gives, never at all that wait. */
export interface Line {
  /** A message enters the queue, ready or delayed. */
  join(entry: Entry): void;
  /** A message that was delayed or in flight has just become ready. */
  show(entry: Entry): void;
  /** The next ones that are ready, at most so many, in order; from now on they are in flight. */
  take(limit: number): Entry[];
  /** A message leaves the queue for ever, wherever it stands. */
  leave(entry: Entry): void;
  /** True where `take` would give something. */
  hasNext(): boolean;
}

/** The line of a standard queue: first ready, first out. Its order is nothing that the real service promises. */
export function standardLine(step: () => void): Line {
  const ready = chain<Entry>();
  const out = (entry: Entry): void => {
    if (entry.spot !== undefined) ready.remove(entry.spot);
    entry.spot = undefined;
  };
  const show = (entry: Entry): void => {
    entry.spot = ready.push(entry);
  };
  return {
    join(entry) {
      if (entry.state === "ready") show(entry);
    },
    show,
    take(limit) {
      const taken: Entry[] = [];
      for (let next = ready.first(); next !== undefined && taken.length < limit; next = ready.first()) {
        step();
        out(next.value);
        taken.push(next.value);
      }
      return taken;
    },
    leave: out,
    hasNext: () => ready.first() !== undefined,
  };
}
