// What `send` and `receive` need of an endpoint, whichever broker it is on.

import type { SinkError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import { CommandError, EXIT } from "../verb.ts";

/** A message that was taken and not yet acknowledged. */
export interface Received {
  /** The broker's own form. */
  readonly raw: unknown;
  /** Acknowledges by this. */
  readonly handle: string;
  /** Throws `DecodeError` where the header is damaged. */
  open(): Message;
}

/** An endpoint that runs somewhere. */
export interface Connection {
  /** Nothing once the broker has confirmed; its refusal otherwise. */
  send(message: Message): Promise<SinkError | undefined>;
  /** At most `most`, as soon as there are any; none after a moment in which nothing came. */
  receive(most: number, ended: AbortSignal): Promise<readonly Received[]>;
  /** Rejects where any of them was not taken away: it is there still, and will come again. */
  acknowledge(received: readonly Received[]): Promise<void>;
  /** Makes them visible at once, if that can be: otherwise they come when their time-out is over. Never rejects. */
  release(received: readonly Received[]): Promise<void>;
  close(): Promise<void>;
}

/** How long a receive waits for the first message, in seconds. Ours: short enough for a person who waits. */
export const WAIT_SECONDS = 2;

/** How long a send may take, in seconds. Ours. */
export const SEND_SECONDS = 20;

/** How long giving back may take, in milliseconds. Ours: what is not given back comes by itself, only later. */
export const RELEASE_MS = 5_000;

/** What was shown and could not be taken away. */
export const stillThere = (count: number, endpoint: string): CommandError =>
  new CommandError(
    `${endpoint} did not let go of ${count} of the messages shown last: they will come again`,
    EXIT.unavailable,
  );
