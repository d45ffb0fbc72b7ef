// A receive that is tried again under its attempt id gives the same messages again, as long as nothing was done to them.

import { SQS_LIMITS } from "../../../shared/brokers/sqs/endpoint.ts";
import { isLegalId } from "./characters.ts";
import { invalidParameter, SqsFault } from "./fault.ts";
import type { Entry } from "./message.ts";
import { postpone, type Queue, type Taken } from "./queue.ts";

/** Throws `InvalidParameterValue` for an id that is not legal, or that is given to a standard queue. */
export function checkAttemptId(queue: Queue, id: string): void {
  if (!queue.isFifo)
    throw invalidParameter(
      "ReceiveRequestAttemptId",
      "The request include parameter that is not valid for this queue type.",
    );
  if (!isLegalId(id))
    throw invalidParameter(
      "ReceiveRequestAttemptId",
      "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    );
}

/**
 * The messages of the receive that had this id within the last five minutes, hidden anew from now on; nothing where there was
 * none, or one of them is visible again. Throws `InvalidParameterValue` where one was deleted or had its visibility changed:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function repeatAttempt(queue: Queue, id: string, now: number, seconds: number): readonly Entry[] | undefined {
  const taken = queue.attempts.find(id, now);
  if (taken === undefined) return undefined;
  if (!taken.every((each) => isUntouched(queue, each)))
    throw new SqsFault(
      "InvalidParameterValue",
      "The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.",
    );
  if (!taken.every(({ entry, receiveCount }) => entry.state === "inFlight" && entry.receiveCount === receiveCount))
    return undefined;
  return taken.map(({ entry }) => {
    const last = entry.receivedAt + SQS_LIMITS.visibilityTimeoutSeconds * 1000;
    postpone(queue, entry, Math.min(now + seconds * 1000, last));
    return entry;
  });
}

/** Keeps what a receive has given for one that has to be tried again. */
export function rememberAttempt(queue: Queue, id: string, entries: readonly Entry[], now: number): void {
  const taken = entries.map((entry) => ({ entry, receiveCount: entry.receiveCount, changes: entry.changes }));
  if (taken.length > 0) queue.attempts.remember(id, taken, now);
}

const isUntouched = (queue: Queue, { entry, changes }: Taken): boolean =>
  queue.entries.get(entry.message.id) === entry && entry.changes === changes;
