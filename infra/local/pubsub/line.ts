// Who is next in a subscription: first come, first served, but of an ordering key strictly one after the other.

import { type Chain, chain, type Spot } from "../sqs/chain.ts";
import type { Consumer } from "./consumer.ts";
import type { Entry } from "./message.ts";

/** All of one ordering key that are not acknowledged. */
export interface Lane {
  readonly kind: "lane";
  readonly key: string;
  /** In the order in which they were published. */
  readonly entries: Chain<Entry>;
  /** The first that is to be delivered; all before it are outstanding or settled. */
  next: Spot<Entry> | undefined;
  outstanding: number;
  /** Who got the latest. */
  consumer: Consumer | undefined;
  turn: Spot<Turn> | undefined;
  /** Where its turn is: with its consumer, or among those for everybody. */
  place: Chain<Turn> | undefined;
}

/** Something to deliver: a message without a key, or the next of a key. */
export type Turn = Entry | Lane;

/** Keeps the order of delivery. Every operation takes constant time per message that it moves. */
export interface Line {
  /** The lane for a key, made where there is none. */
  laneOf(key: string): Lane;
  /** A message enters, ready. */
  join(entry: Entry): void;
  /** The next one for this consumer that is ready; from now on it is outstanding. */
  take(consumer: Consumer | undefined): Entry | undefined;
  /** A message that is ready or delayed now, and was not before: it stands where it stood when it came. */
  back(entry: Entry): void;
  /** Something about a lane has changed that may open or close it. */
  review(lane: Lane): void;
  /** A message leaves for ever, in any state. */
  leave(entry: Entry): void;
  /** True where somebody could get something. */
  hasNext(consumer: Consumer | undefined): boolean;
  /** What only this consumer could get is for everybody. */
  release(consumer: Consumer): void;
}

/** An empty line. While `isSingle()`, a key has one message outstanding at most. `step` is called per message moved. */
export function line(isSingle: () => boolean, step: () => void): Line {
  const lanes = new Map<string, Lane>();
  const open = chain<Turn>();

  const isOpen = ({ next, outstanding }: Lane): boolean =>
    next?.value.state === "ready" && (outstanding === 0 || !isSingle());
  const close = (lane: Lane): void => {
    if (lane.turn !== undefined) lane.place?.remove(lane.turn);
    lane.turn = undefined;
    lane.place = undefined;
  };
  const review = (lane: Lane): void => {
    if (!isOpen(lane)) close(lane);
    else {
      const isBound = lane.outstanding > 0 && lane.consumer?.isGone === false;
      const place = isBound ? (lane.consumer?.turns ?? open) : open;
      if (lane.place !== place) {
        close(lane);
        lane.place = place;
        lane.turn = place.push(lane);
      }
    }
    if (lane.entries.first() === undefined) lanes.delete(lane.key);
  };
  const takeFrom = (lane: Lane, consumer: Consumer | undefined): Entry | undefined => {
    // Out and in again: keys take turns.
    close(lane);
    const entry = isOpen(lane) ? lane.next?.value : undefined;
    if (entry !== undefined) {
      lane.next = lane.next?.after;
      lane.outstanding++;
      lane.consumer = consumer;
    }
    review(lane);
    return entry;
  };

  return {
    laneOf(key) {
      let lane = lanes.get(key);
      if (lane === undefined) {
        lane = { kind: "lane", key, entries: chain(), next: undefined, outstanding: 0, ...EMPTY };
        lanes.set(key, lane);
      }
      return lane;
    },
    join(entry) {
      const { lane } = entry;
      if (lane === undefined) entry.turn = open.push(entry);
      else {
        entry.spot = lane.entries.push(entry);
        lane.next ??= entry.spot;
        review(lane);
      }
    },
    take(consumer) {
      for (;;) {
        step();
        const turn = (consumer?.turns.first() ?? open.first())?.value;
        if (turn === undefined) return undefined;
        const entry = turn.kind === "lane" ? takeFrom(turn, consumer) : turn;
        if (entry?.turn !== undefined) {
          open.remove(entry.turn);
          entry.turn = undefined;
        }
        if (entry !== undefined) return entry;
      }
    },
    back(entry) {
      if (entry.lane !== undefined) review(entry.lane);
      else if (entry.state === "ready") entry.turn ??= open.push(entry);
    },
    review,
    leave(entry) {
      if (entry.turn !== undefined) open.remove(entry.turn);
      entry.turn = undefined;
      const { lane, spot } = entry;
      if (lane === undefined || spot === undefined) return;
      if (lane.next === spot) lane.next = spot.after;
      lane.entries.remove(spot);
      entry.spot = undefined;
      review(lane);
    },
    hasNext: (consumer) => consumer?.turns.first() !== undefined || open.first() !== undefined,
    release(consumer) {
      consumer.isGone = true;
      for (let turn = consumer.turns.first(); turn?.value.kind === "lane"; turn = consumer.turns.first())
        review(turn.value);
    },
  };
}

const EMPTY = { consumer: undefined, turn: undefined, place: undefined };
