// How many pollers of an event source mapping read at a time: Lambda adds some while there is work, and takes some back.

/** How Lambda scales: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const FIRST_POLLERS = 5;
const STEP_MS = 60_000 / 300;

/** What became of one turn of a poller: nothing was there, a batch was done, or the function failed with it. */
export type Turn = "empty" | "done" | "failed";

/** The pollers of one mapping. */
export interface PollerCount {
  /** So many read now, from 1 to the most. */
  now(): number;
  /** To be called at the end of each turn. */
  after(turn: Turn): void;
}

/**
 * Five at first. Each batch that is done adds one, at most 300 a minute, up to `most`; each turn without messages takes one
 * of them back, down to the first five. A function that fails costs one each time, down to one; AWS says only that it
 * does so gradually. Of a FIFO queue all read at once: there the groups that are out set the limit.
 */
export function pollerCount(most: number, fifo: boolean, clock: () => number = Date.now): PollerCount {
  const first = fifo ? most : Math.min(FIRST_POLLERS, most);
  let count = first;
  let changedAt = clock();
  const steps = {
    done: () => (clock() - changedAt < STEP_MS ? count : Math.min(most, count + 1)),
    empty: () => (count > first ? count - 1 : count),
    failed: () => Math.max(1, count - 1),
  };
  return {
    now: () => count,
    after(turn) {
      const next = steps[turn]();
      if (next !== count) changedAt = clock();
      count = next;
    },
  };
}
