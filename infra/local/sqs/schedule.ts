// Which of many deadlines comes next, without looking at all: the ends of delays, of invisibility, of retention.

/** One deadline of a schedule. Valid until it is removed. */
export interface Appointment<T> {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: T;
  /** Where it stands in the heap; kept by the schedule. */
  index: number;
  /** Counts the additions: deadlines at the same time keep the order in which they were made. */
  readonly turn: number;
}

/** A binary heap that knows where each deadline is: adding and removing take logarithmic time, and leave nothing. */
export interface Schedule<T> {
  /** The earliest deadline; of several at the same time the one added first. */
  first(): Appointment<T> | undefined;
  add(at: number, value: T): Appointment<T>;
  /** To be called once per appointment of this schedule. */
  remove(appointment: Appointment<T>): void;
}

const isBefore = <T>(a: Appointment<T>, b: Appointment<T>): boolean =>
  a.at < b.at || (a.at === b.at && a.turn < b.turn);

/** An empty schedule. `step` is called once per deadline looked at. */
export function schedule<T>(step: () => void): Schedule<T> {
  const heap: Appointment<T>[] = [];
  let turns = 0;

  const put = (appointment: Appointment<T>, index: number): void => {
    step();
    heap[index] = appointment;
    appointment.index = index;
  };
  const rise = (appointment: Appointment<T>, from: number): void => {
    let index = from;
    for (;;) {
      const parent = index === 0 ? undefined : heap[(index - 1) >> 1];
      if (parent === undefined || !isBefore(appointment, parent)) break;
      const above = parent.index;
      put(parent, index);
      index = above;
    }
    put(appointment, index);
  };
  const sink = (appointment: Appointment<T>, from: number): void => {
    let index = from;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, appointment)) break;
      const below = child.index;
      put(child, index);
      index = below;
    }
    put(appointment, index);
  };

  return {
    first: () => heap[0],
    add(at, value) {
      const appointment: Appointment<T> = { at, value, index: heap.length, turn: turns++ };
      rise(appointment, heap.length);
      return appointment;
    },
    remove(appointment) {
      const last = heap.pop();
      if (last === undefined || last === appointment) return;
      // The last one takes the hole; it may belong above or below it.
      sink(last, appointment.index);
      rise(last, last.index);
    },
  };
}
