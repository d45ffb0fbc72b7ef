// What a receiver may do with a message by its receipt handle: delete it, or change when it is visible again.

import { SQS_LIMITS } from "../../../shared/brokers/sqs/endpoint.ts";
import { invalidParameter, SqsFault } from "./fault.ts";
import { postpone, type Queue, remove, settle, show } from "./queue.ts";
import { fromHandle } from "./receipt.ts";
import type { World } from "./world.ts";

/**
 * Removes the message for ever. Deleting again succeeds and does nothing. An earlier handle of a message that was
 * received again does nothing on a standard queue. Throws `ReceiptHandleIsInvalid`, and on a FIFO queue
 * `InvalidParameterValue` where the handle has expired.
 */
export function deleteMessage(queue: Queue, receiptHandle: string, world: World): void {
  settle(queue, world.now());
  const receipt = fromHandle(queue.name, receiptHandle);
  const entry = queue.entries.get(receipt.id);
  if (entry === undefined) return;
  const isLatest = entry.receiveCount === receipt.receiveCount;
  if (queue.isFifo && !(isLatest && entry.state === "inFlight"))
    throw invalidParameter("ReceiptHandle", "The receipt handle has expired.");
  if (!isLatest) return;
  remove(queue, entry, "deleted");
  world.tell({ kind: "deleted", queue: queue.name, message: entry.message });
}

/**
 * From now on the message is in flight for so many seconds more; with 0 it is visible at once. Throws
 * `ReceiptHandleIsInvalid`, `InvalidParameterValue` where the message is gone, the seconds are out of range or it would
 * be in flight for more than 12 hours in all, and `MessageNotInflight` where it is visible.
 */
export function changeVisibility(queue: Queue, receiptHandle: string, seconds: number, world: World): void {
  const now = world.now();
  settle(queue, now);
  const limit = SQS_LIMITS.visibilityTimeoutSeconds;
  if (seconds < 0 || seconds > limit)
    throw invalidParameter("VisibilityTimeout", `VisibilityTimeout must be an integer between 0 and ${limit}.`);
  const receipt = fromHandle(queue.name, receiptHandle);
  const entry = queue.entries.get(receipt.id);
  if (entry === undefined || entry.receiveCount !== receipt.receiveCount)
    throw invalidParameter(
      "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change.",
    );
  if (entry.state !== "inFlight") throw new SqsFault("MessageNotInflight", "The message is not in flight.");
  if (now + seconds * 1000 - entry.receivedAt > limit * 1000)
    throw invalidParameter(
      "VisibilityTimeout",
      `Total VisibilityTimeout for the message is beyond the limit of ${limit} seconds.`,
    );
  entry.changes++;
  if (seconds === 0) show(queue, entry);
  else postpone(queue, entry, now + seconds * 1000);
}
