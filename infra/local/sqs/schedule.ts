// Which of many deadlines comes next, without looking at all: the ends of delays, of invisibility, of retention.

import { chain, type Spot } from "./chain.ts";
import { type Heap, heap } from "./heap.ts";

/** One deadline of a schedule. Valid until it is removed. */
export interface Appointment<T> {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: T;
  /** Counts the additions: deadlines at the same time keep the order in which they were made. */
  readonly turn: number;
  /** Where it stands in the heap, or in the line of those that came in order; kept by the schedule. */
  index: number;
  spot: Spot<Appointment<T>> | undefined;
}

/** Adding and removing leave nothing behind. They take the same time however many there are, where deadlines come in order. */
export interface Schedule<T> {
  /** The earliest deadline; of several at the same time the one added first. */
  first(): Appointment<T> | undefined;
  add(at: number, value: T): Appointment<T>;
  /** To be called once per appointment of this schedule. */
  remove(appointment: Appointment<T>): void;
}

const isBefore = <T>(a: Appointment<T>, b: Appointment<T>): boolean =>
  a.at < b.at || (a.at === b.at && a.turn < b.turn);

/**
 * An empty schedule. What is not before all that was added in order goes into a line: so do the ages of a queue, and the ends of
 * one visibility timeout. Only what comes out of order goes into a heap, which takes logarithmic time. `step` is called once
 * per deadline looked at.
 */
export function schedule<T>(step: () => void): Schedule<T> {
  const inOrder = chain<Appointment<T>>();
  const others: Heap<Appointment<T>> = heap(isBefore, step);
  let turns = 0;
  return {
    first() {
      const [one, other] = [inOrder.first()?.value, others.first()];
      if (one === undefined || other === undefined) return one ?? other;
      return isBefore(one, other) ? one : other;
    },
    add(at, value) {
      step();
      const appointment: Appointment<T> = { at, value, turn: turns++, index: 0, spot: undefined };
      const last = inOrder.last();
      if (last === undefined || last.value.at <= at) appointment.spot = inOrder.push(appointment);
      else others.add(appointment);
      return appointment;
    },
    remove(appointment) {
      step();
      if (appointment.spot === undefined) others.remove(appointment);
      else inOrder.remove(appointment.spot);
    },
  };
}
