// What is kept about a message in a subscription, about its ordering key, and about those who receive.

import { type Chain, chain, type Spot } from "../sqs/chain.ts";
import type { Appointment } from "../sqs/schedule.ts";
import type { PublishedMessage } from "./message.ts";

/** A message in one subscription. Only the subscription's own transitions change it. */
export interface Entry {
  readonly kind: "entry";
  readonly message: PublishedMessage;
  /** Rises within the subscription. */
  readonly sequence: number;
  readonly bytes: number;
  /** Those of its ordering key; absent where it has none, or the subscription keeps no order. */
  readonly lane: Lane | undefined;
  /**
   * `held`: acknowledged, but an earlier one of its key is not, whose failure would bring this one back. `done`:
   * acknowledged, and kept only so that one can seek back to it.
   */
  state: "ready" | "delayed" | "outstanding" | "held" | "done";
  /** How often it was handed out: an ack id is good for one time. */
  deliveries: number;
  /** How often it was refused, or not acknowledged in time. */
  failures: number;
  /** Who has it. */
  consumer: Consumer | undefined;
  /** Its place among all that can be handed out; absent where it has a lane, or can't be. */
  turn: Spot<Turn> | undefined;
  /** Its place in its lane. */
  spot: Spot<Entry> | undefined;
  /** Its place among all by age. */
  age: Spot<Entry> | undefined;
  /** When its ack deadline or its delay ends. */
  due: Appointment<Entry> | undefined;
}

/** All of one ordering key that have not left. */
export interface Lane {
  readonly kind: "lane";
  readonly key: string;
  /** In the order in which they were published. */
  readonly entries: Chain<Entry>;
  /** The first that is to be handed out; all before it are outstanding or held. */
  next: Spot<Entry> | undefined;
  outstanding: number;
  /** Who got the latest. */
  consumer: Consumer | undefined;
  /** Its place among all that can be handed out, and of which chain. */
  turn: Spot<Turn> | undefined;
  place: Chain<Turn> | undefined;
}

/** Something to hand out: a message without a key, or the next of a key. */
export type Turn = Entry | Lane;

/** One who receives over time, such as a stream. Kept current by the engine, whichever way a delivery ends. */
export interface Consumer {
  /** Handed to it, and not yet acknowledged, refused or expired. */
  messages: number;
  bytes: number;
  /** The lanes of which it has messages and could get more: they go to nobody else, so that they arrive in order. */
  readonly turns: Chain<Turn>;
  /** Whether its latest was from `turns`: it gets from there and from everybody's in turn. */
  hadOwn: boolean;
}

/** One that has nothing yet. */
export const newConsumer = (): Consumer => ({ messages: 0, bytes: 0, turns: chain(), hadOwn: false });
