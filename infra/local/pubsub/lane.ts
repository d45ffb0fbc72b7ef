// The messages of one ordering key: which is next, and who alone may get it.

import { type Chain, chain } from "../sqs/chain.ts";
import type { Consumer, Entry, Lane, Turn } from "./entry.ts";

/** Lanes by key; an empty one is forgotten. */
export function laneTable() {
  const lanes = new Map<string, Lane>();
  return {
    of(key: string): Lane {
      let lane = lanes.get(key);
      if (lane === undefined) {
        lane = { kind: "lane", key, entries: chain(), next: undefined, outstanding: 0, ...NOWHERE };
        lanes.set(key, lane);
      }
      return lane;
    },
    forgetEmpty(lane: Lane): void {
      if (lane.entries.first() === undefined) lanes.delete(lane.key);
    },
  };
}

const NOWHERE = { consumer: undefined, turn: undefined, place: undefined };

/** Nobody gets anything of it until it is reviewed. */
export function close(lane: Lane): void {
  if (lane.turn !== undefined) lane.place?.remove(lane.turn);
  lane.turn = undefined;
  lane.place = undefined;
}

/** Puts a lane where its next message can be had: at `open`, with its consumer alone, or nowhere. */
export function review(lane: Lane, open: Chain<Turn>): void {
  const place = placeOf(lane, open);
  if (place === lane.place) return;
  close(lane);
  lane.place = place;
  lane.turn = place?.push(lane);
}

/**
 * While messages of a key are outstanding, only who has them gets more, and who pulled without being a consumer gets
 * nothing: https://docs.cloud.google.com/pubsub/docs/ordering allows one outstanding batch per key to pulls, and one
 * outstanding message per key to pushes.
 */
function placeOf({ next, outstanding, consumer }: Lane, open: Chain<Turn>): Chain<Turn> | undefined {
  if (next?.value.state !== "ready") return undefined;
  return outstanding === 0 ? open : consumer?.turns;
}

/** Hands out the next one of a lane that was open. */
export function takeFrom(lane: Lane, consumer: Consumer | undefined): Entry | undefined {
  const entry = lane.next?.value;
  lane.next = lane.next?.after;
  lane.outstanding++;
  lane.consumer = consumer;
  return entry;
}
