// One who receives from a subscription over time, a stream or a pusher: what it has, and what only it may get.

import { type Chain, chain } from "../sqs/chain.ts";
import type { Turn } from "./line.ts";

/** Kept current by the engine, whichever way a message is acknowledged, nacked or expires. */
export interface Consumer {
  /** Delivered to it, and not yet acknowledged, nacked or expired. */
  messages: number;
  bytes: number;
  /** The lanes of which it has messages: the next of them go to nobody else, so that they arrive in order. */
  readonly turns: Chain<Turn>;
  isGone: boolean;
}

/** One that has nothing yet. */
export const consumer = (): Consumer => ({ messages: 0, bytes: 0, turns: chain(), isGone: false });
