// What an operation is: a request's fields in, an answer's fields out.

import type { SqsEngine } from "../engine.ts";
import { SqsFault } from "../fault.ts";
import { type Fields, text } from "../fields.ts";
import type { Received } from "../receive.ts";

/** What an operation has at hand besides its request. */
export interface OperationContext {
  readonly engine: SqsEngine;
  readonly accountId: string;
  /** The URL by which clients reach a queue of this server. */
  readonly urlOf: (queue: string) => string;
  /**
   * Resolves with what `attempt` gives as soon as it gives something, or with nothing once the time is over or the
   * client has gone. Rejects with what `attempt` throws.
   */
  readonly poll: (queue: string, seconds: number, attempt: () => readonly Received[]) => Promise<readonly Received[]>;
}

/** Gives the fields of the answer. Throws `SqsFault`, and then has changed nothing. */
export type Operation = (request: Fields, context: OperationContext) => Fields | Promise<Fields>;

/**
 * The queue's name: the last of a URL's path segments, after the account, whatever its host and account are. Throws
 * `InvalidAddress` where there are not both.
 */
export function queueOf(request: Fields): string {
  const path = text(request, "QueueUrl").replace(/^https?:\/\/[^/]*/, "");
  const [account, name] = path.split("/").filter(Boolean).slice(-2);
  if (account === undefined || name === undefined)
    throw new SqsFault("InvalidAddress", "The address is not valid: expected .../ACCOUNT/QUEUE.");
  return name;
}
