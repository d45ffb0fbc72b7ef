// What an operation is: a request's fields in, an answer's fields out.

import type { SqsEngine } from "../engine.ts";
import { SqsFault } from "../fault.ts";
import { type Fields, text } from "../fields.ts";
import { queueAddress } from "../place.ts";
import type { Received } from "../receive.ts";

/** What an operation has at hand besides its request. */
export interface OperationContext {
  /** Of the account and region that the request is about. */
  readonly engine: SqsEngine;
  readonly accountId: string;
  /** The URL by which clients reach a queue of that account. */
  readonly urlOf: (queue: string) => string;
  /**
   * Resolves with what `attempt` gives as soon as it gives something, or with nothing once the time is over or the
   * client has gone. Rejects with what `attempt` throws.
   */
  readonly poll: (queue: string, seconds: number, attempt: () => readonly Received[]) => Promise<readonly Received[]>;
}

/** Gives the fields of the answer. Throws `SqsFault`, and then has changed nothing. */
export type Operation = (request: Fields, context: OperationContext) => Fields | Promise<Fields>;

/** The queue's name, of its URL. Throws `InvalidAddress` for what is no queue's URL. */
export function queueOf(request: Fields): string {
  const address = queueAddress(text(request, "QueueUrl"));
  if (address === undefined)
    throw new SqsFault("InvalidAddress", "The address is not valid: expected .../ACCOUNT/QUEUE.");
  return address.name;
}
