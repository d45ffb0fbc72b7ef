// What a queue's operations need from around the queue, all of it given from outside, so that the engine stays pure.

import type { QueuedMessage } from "./message.ts";
import type { Queue } from "./queue.ts";

/** Something that has just happened to a message. `repeated`: a FIFO queue has taken it before, and swallows it. */
export type SqsEvent =
  | { readonly kind: "sent" | "deleted" | "repeated"; readonly queue: string; readonly message: QueuedMessage }
  | {
      readonly kind: "redriven";
      /** The queue that it left. */
      readonly queue: string;
      readonly to: string;
      readonly message: QueuedMessage;
    };

/** The surroundings of a queue. */
export interface World {
  /** Milliseconds since 1970; never goes back. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** The queue with this ARN, if there is one. */
  readonly find: (arn: string) => Queue | undefined;
  readonly tell: (event: SqsEvent) => void;
}
