// The one engine behind every sink: fills requests over concurrent calls, keeps each key's order, retries within budget.

import type { SinkError } from "../core/errors.ts";
import type { Budget, SendResult } from "../core/ports.ts";
import { attempt, REAL_TIMING, TIMEOUT, type Timing, type Transmit } from "./request.ts";
import { type Packing as Filling, type Taken, type WaitingLane, waitlist } from "./waitlist.ts";

/** One thing made ready for a request. `lane`: what must arrive in order at this target; absent: no order to keep. */
export interface Parcel<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
  readonly lane?: string;
}

export interface Packing extends Filling {
  /** Requests on their way at the same time. */
  readonly maxRequests: number;
  /** How long an entry may wait for company from concurrent calls, in milliseconds; 0: only for the same turn. */
  readonly lingerMs: number;
}

/** Tries within one invocation; what still fails then is the broker's to bring again. Ours. */
const MAX_ATTEMPTS = 3;
/** Full jitter over 100 ms, 200 ms, ...: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/ */
const FIRST_DELAY_MS = 100;
/** No request gets longer than this, so that one dead connection leaves time for another try. Ours. */
const ATTEMPT_MS = 10_000;
/** With less than this left no request is started: it would be cut off in the middle. Ours. */
const LEAST_MS = 50;

interface Item<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
  readonly company: number;
  readonly attempts: number;
  readonly budget: Budget;
  readonly settle: (result: SendResult) => void;
}

const HELD: SendResult = { kind: "held" };

/** Sends parcels of any number of concurrent calls; one result per parcel, in order, by the end of the call's budget. */
export function dispatcher<Entry>(packing: Packing, transmit: Transmit<Entry>, timing: Timing = REAL_TIMING) {
  const waiting = waitlist<Item<Entry>>(packing);
  let onTheWay = 0;
  let due = false;
  let stopLinger: (() => void) | undefined;

  const goNow = () => {
    stopLinger?.();
    stopLinger = undefined;
    due = true;
    pump();
  };

  const pump = (): void => {
    while (onTheWay < packing.maxRequests && waiting.size() > 0) {
      if (!due && waiting.size() < packing.maxEntries) {
        stopLinger ??= timing.after(packing.lingerMs, goNow);
        return;
      }
      const taken = waiting.next();
      if (taken.length === 0) break;
      void request(taken);
    }
    if (waiting.size() === 0) due = false;
  };

  const request = async (taken: Taken<Item<Entry>>): Promise<void> => {
    onTheWay++;
    const left = Math.min(ATTEMPT_MS, ...taken.map(({ item }) => item.budget.remainingMs()));
    const entries = taken.map(({ item }) => item.entry);
    const answer = await attempt(entries, Math.max(LEAST_MS, left), transmit, timing);
    onTheWay--;
    if (answer.kind === "guilty") halve(taken);
    else conclude(taken, answer.fates);
    goNow();
  };

  const halve = (taken: Taken<Item<Entry>>): void => {
    const company = Math.ceil(taken.length / 2);
    for (const [lane, items] of byLane(taken)) {
      const smaller = items.map((item) => ({ ...item, company }));
      if (lane.ordered) waiting.putBack(smaller, lane);
      waiting.release(lane.ordered ? lane : waiting.setAside(smaller));
    }
  };

  const conclude = (taken: Taken<Item<Entry>>, fates: readonly (SinkError | undefined)[]): void => {
    const fateOf = new Map(taken.map(({ item }, at) => [item, fates[at]]));
    for (const [lane, items] of byLane(taken)) {
      const again: Item<Entry>[] = [];
      let broken = false;
      for (const item of items) {
        const error = fateOf.get(item);
        const follows = lane.ordered && again.length > 0;
        if (error === undefined) item.settle({ kind: "sent" });
        else if (broken) item.settle(HELD);
        else if (error.retryable && (follows || mayTryAgain(item, error))) again.push(item);
        else {
          item.settle({ kind: "refused", error });
          broken = error.retryable && lane.ordered;
        }
      }
      if (broken) for (const item of waiting.cut(() => true, [lane])) item.settle(HELD);
      rest(lane, again);
    }
  };

  /** Brings a lane back at once, or after a pause where something of it has to be sent again. */
  const rest = (lane: WaitingLane<Item<Entry>>, again: readonly Item<Entry>[]): void => {
    if (again.length === 0) {
      if (lane.ordered || lane.items.length > 0) waiting.release(lane);
      return;
    }
    const next = again.map((item) => ({ ...item, attempts: item.attempts + 1 }));
    const paused = lane.ordered
      ? [lane]
      : packing.lanes === "alone"
        ? next.map((item) => waiting.setAside([item]))
        : [waiting.setAside(next)];
    if (lane.ordered) waiting.putBack(next, lane);
    for (const each of paused) asleep.add(each);
    timing.after(timing.random() * delayMs(next[0]?.attempts ?? 1), () => {
      for (const each of paused) {
        asleep.delete(each);
        waiting.release(each);
      }
      goNow();
    });
  };
  const asleep = new Set<WaitingLane<Item<Entry>>>();

  /** What has not been started when a call's time is up is held, with all that waits behind it in its lane. */
  const giveUp = (budget: Budget): void => {
    for (const item of waiting.cut((each) => each.budget === budget, [...waiting.all(), ...asleep])) item.settle(HELD);
  };

  return (parcels: readonly Parcel<Entry>[], budget: Budget): Promise<readonly SendResult[]> => {
    const own: Budget = { remainingMs: () => budget.remainingMs() };
    const leftMs = own.remainingMs() - LEAST_MS;
    if (leftMs <= 0) return Promise.resolve(parcels.map(() => HELD));
    const results = parcels.map(
      ({ entry, bytes, lane }) =>
        new Promise<SendResult>((settle) =>
          waiting.add({ entry, bytes, company: packing.maxEntries, attempts: 1, budget: own, settle }, lane),
        ),
    );
    const cancel = timing.after(leftMs, () => giveUp(own));
    pump();
    return Promise.all(results).finally(cancel);
  };
}

const delayMs = (attempts: number) => FIRST_DELAY_MS * 2 ** (attempts - 1);

function mayTryAgain<Entry>({ attempts, budget }: Item<Entry>, { code }: SinkError): boolean {
  return code !== TIMEOUT && attempts < MAX_ATTEMPTS && budget.remainingMs() > delayMs(attempts + 1) + LEAST_MS;
}

function byLane<Entry>(
  taken: Taken<Item<Entry>>,
): readonly (readonly [WaitingLane<Item<Entry>>, readonly Item<Entry>[]])[] {
  return [...Map.groupBy(taken, ({ lane }) => lane)].map(([lane, list]) => [lane, list.map(({ item }) => item)]);
}
