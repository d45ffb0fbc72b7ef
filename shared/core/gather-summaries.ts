// Many summaries as one line: a push carries one message, and a line for each would cost more than the message itself.

import type { Summary } from "./summary.ts";

/** Takes the summaries of one link, and gives them on: each alone, or added up. `flush` gives on what is held back. */
export interface Gathering {
  readonly add: (summary: Summary) => void;
  readonly flush: () => void;
}

/**
 * Gives on at most one summary per `everyMs` milliseconds, the first at once. No timer runs, since an instance without a
 * call is frozen: what is held back goes out with the next call after that time, or when `flush` is called as the
 * instance ends. An instance that is killed takes its last sum with it; what became of the messages does not depend on it.
 */
export function gatherSummaries(
  give: (summary: Summary) => void,
  everyMs: number,
  now: () => number = Date.now,
): Gathering {
  let held: Summary | undefined;
  let givenAt = Number.NEGATIVE_INFINITY;
  const flush = () => {
    if (held === undefined) return;
    const sum = held;
    held = undefined;
    givenAt = now();
    give(sum);
  };
  return {
    add(summary) {
      held = held === undefined ? summary : added(held, summary);
      // Also where the clock was set back.
      if (Math.abs(now() - givenAt) >= everyMs) flush();
    },
    flush,
  };
}

/** Counts added up; `elapsedMs` too: the time of all invocations together. */
const added = (left: Summary, right: Summary): Summary => ({
  event: "summary",
  link: left.link,
  invocations: left.invocations + right.invocations,
  received: left.received + right.received,
  relayed: left.relayed + right.relayed,
  dropped: left.dropped + right.dropped,
  dead: left.dead + right.dead,
  retry: left.retry + right.retry,
  settled: left.settled + right.settled,
  messages: left.messages + right.messages,
  elapsedMs: left.elapsedMs + right.elapsedMs,
});
