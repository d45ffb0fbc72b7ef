// What a queue holds: the message as it was sent, which never changes, and the entry that a queue keeps about it.

import type { Attribute } from "../../../shared/core/message.ts";
import type { Spot } from "./chain.ts";
import type { Appointment } from "./schedule.ts";

/** A message that was sent to a queue. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  /** The value of a Binary attribute is base64. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** When a queue first accepted it, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** What a sender asks for: a message without the parts that the queue gives it. */
export interface Draft extends Omit<QueuedMessage, "id" | "sentAt"> {
  readonly delaySeconds?: number;
}

/** What a message brings along when it enters a queue, by a send or from another queue. */
export interface Arrival {
  readonly message: QueuedMessage;
  /** Retention counts from here. A standard dead-letter queue keeps the time of the first queue. */
  readonly enqueuedAt: number;
  /** Receives so far, over all queues. */
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** The ARN of the queue that it was redriven from. */
  readonly sourceArn?: string;
}

/** A message in its queue. Only the queue's own transitions change it. */
export interface Entry {
  readonly message: QueuedMessage;
  readonly enqueuedAt: number;
  readonly sourceArn: string | undefined;
  /** Rises within the queue; of FIFO queues it is also shown to receivers. */
  readonly sequence: number;
  state: "ready" | "delayed" | "inFlight";
  receiveCount: number;
  /** Receives from this queue: what its redrive policy counts. */
  receivedHere: number;
  firstReceivedAt: number | undefined;
  /** The latest receive. */
  receivedAt: number;
  /** How often its visibility was changed. */
  changes: number;
  /** Rises with each time that a message of a standard queue becomes ready: who waits longer is before. */
  turn: number;
  /** Where it stands in line; absent while it stands in none. */
  spot: Spot<Entry> | undefined;
  /** When its delay or its invisibility ends. */
  due: Appointment<Entry> | undefined;
  /** Where it stands among all messages of the queue by age. */
  age: Appointment<Entry> | undefined;
}
