// Who is next in a subscription: first come, first served, but of an ordering key strictly one after the other.

import { chain, type Spot } from "../sqs/chain.ts";
import type { Consumer, Entry, Lane, Turn } from "./entry.ts";
import { close, laneTable, review, takeFrom } from "./lane.ts";

/** Keeps the order of delivery. Every operation takes constant time per message that it moves. */
export interface Line {
  /** A message enters, ready, as the last one of its key. */
  join(entry: Entry): void;
  /**
   * The next one that is ready, outstanding from now on. A consumer gets more of a key of which it has messages already;
   * without a consumer a key has one message outstanding at most.
   */
  take(consumer: Consumer | undefined): Entry | undefined;
  /** True where `take` would give something. */
  hasNext(consumer: Consumer | undefined): boolean;
  /** A message came back: it is ready or delayed now, or its delay is over. One of a key stands where it stood. */
  back(entry: Entry): void;
  /** A message leaves for ever, in any state. */
  leave(entry: Entry): void;
  /** The lane of a key, made where there is none. */
  laneOf(key: string): Lane;
  /** A lane's messages or deliveries have changed: decides anew whose turn it is. */
  review(lane: Lane): void;
}

/** An empty line. `step` is called once per turn that is looked at. */
export function line(step: () => void): Line {
  const open = chain<Turn>();
  const lanes = laneTable();
  const see = (lane: Lane): void => {
    review(lane, open);
    lanes.forgetEmpty(lane);
  };
  const nextTurn = (consumer: Consumer | undefined): Spot<Turn> | undefined => {
    const own = consumer?.turns.first();
    const common = open.first();
    // By turns, so that a long lane of its own doesn't keep a consumer from everything else.
    return own !== undefined && (common === undefined || consumer?.hadOwn === false) ? own : (common ?? own);
  };
  return {
    join(entry) {
      const { lane } = entry;
      if (lane === undefined) entry.turn = open.push(entry);
      else {
        entry.spot = lane.entries.push(entry);
        lane.next ??= entry.spot;
        see(lane);
      }
    },
    take(consumer) {
      step();
      const spot = nextTurn(consumer);
      if (spot === undefined) return undefined;
      const turn = spot.value;
      if (turn.kind === "lane") {
        if (consumer !== undefined) consumer.hadOwn = turn.place === consumer.turns;
        close(turn);
        const entry = takeFrom(turn, consumer);
        see(turn);
        return entry;
      }
      if (consumer !== undefined) consumer.hadOwn = false;
      open.remove(spot);
      turn.turn = undefined;
      return turn;
    },
    hasNext: (consumer) => nextTurn(consumer) !== undefined,
    back(entry) {
      if (entry.lane !== undefined) see(entry.lane);
      else if (entry.state === "ready") entry.turn ??= open.push(entry);
    },
    leave(entry) {
      if (entry.turn !== undefined) open.remove(entry.turn);
      entry.turn = undefined;
      const { lane, spot } = entry;
      if (lane === undefined || spot === undefined) return;
      if (lane.next === spot) lane.next = spot.after;
      lane.entries.remove(spot);
      entry.spot = undefined;
      see(lane);
    },
    laneOf: lanes.of,
    review: see,
  };
}
