// Keeps the order in which a queue gives its messages; whose turn it is, standard-line.ts and fifo-line.ts say.

import type { Entry } from "./message.ts";

/** What every kind of queue promises of its order. Looks only at what it gives, never at all that wait. */
export interface Line {
  /** A message enters the queue, ready or delayed. */
  join(entry: Entry): void;
  /** A message that was delayed, or in flight, has just become ready. */
  show(entry: Entry, was: "delayed" | "inFlight"): void;
  /** The next ones that are ready, at most so many, in order; from now on they are in flight. */
  take(limit: number, now: number): Entry[];
  /** A message leaves the queue for ever, wherever it stands. */
  leave(entry: Entry): void;
  /** True where `take` would give something. */
  hasNext(): boolean;
}
