// Messages leave a queue for a while, or, once they were received too often, for the dead-letter queue.

import { checkAttemptId, rememberAttempt, repeatAttempt } from "./attempts.ts";
import { SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import type { Entry, QueuedMessage } from "./message.ts";
import { hide, type Queue, settle } from "./queue.ts";
import { toHandle } from "./receipt.ts";
import { redrive } from "./redrive.ts";
import { sequenceNumber } from "./send.ts";
import type { World } from "./world.ts";

/** What a receiver asks for. */
export interface ReceiveRequest {
  /** 1 to 10. */
  readonly limit: number;
  /** The queue's own where absent. */
  readonly visibilityTimeoutSeconds?: number;
  /** A long poll over the limit of messages in flight gets nothing; a short one is refused. */
  readonly isLongPoll?: boolean;
  /** Of FIFO queues only: a receive that is tried again gives the same again. */
  readonly attemptId?: string;
}

/** One message as it was at one receive. */
export interface Received {
  readonly message: QueuedMessage;
  readonly receiptHandle: string;
  /** Over all queues, this receive included. */
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  /** Of FIFO queues only. */
  readonly sequenceNumber?: string;
  /** The ARN of the queue that it was redriven from. */
  readonly sourceArn?: string;
}

/**
 * The next messages, in flight from now on; none where none is ready. Throws `OverLimit` for a short poll of a standard
 * queue that has as many messages in flight as it may, and what `repeatAttempt` throws.
 */
export function receive(queue: Queue, request: ReceiveRequest, world: World): readonly Received[] {
  const now = world.now();
  settle(queue, now);
  const seconds = request.visibilityTimeoutSeconds ?? queue.settings.visibilityTimeoutSeconds;
  const { attemptId } = request;
  if (attemptId !== undefined) {
    checkAttemptId(queue, attemptId);
    const again = repeatAttempt(queue, attemptId, now, seconds);
    if (again !== undefined) return again.map((entry) => asReceived(queue, entry));
  }
  const entries = takeNext(queue, request, now + seconds * 1000, world);
  if (attemptId !== undefined) rememberAttempt(queue, attemptId, entries, now);
  return entries.map((entry) => asReceived(queue, entry));
}

function takeNext(queue: Queue, request: ReceiveRequest, until: number, world: World): readonly Entry[] {
  const room = SERVICE_LIMITS.messagesInFlight - queue.counts.inFlight;
  if (room <= 0 && !queue.isFifo && !request.isLongPoll)
    throw new SqsFault("OverLimit", "Too many messages in flight: delete some or wait until they are visible again.");
  const limit = Math.min(request.limit, room);
  const received: Entry[] = [];
  while (received.length < limit) {
    const taken = queue.line.take(limit - received.length, world.now());
    if (taken.length === 0) break;
    // All are hidden before any is moved: moving wakes the queue, which must never be seen half-way.
    for (const entry of taken) hide(queue, entry, until);
    for (const entry of taken) if (!redrive(queue, entry, world)) received.push(count(entry, world.now()));
  }
  return received;
}

function count(entry: Entry, now: number): Entry {
  entry.receiveCount++;
  entry.receivedHere++;
  entry.receivedAt = now;
  entry.firstReceivedAt ??= now;
  return entry;
}

function asReceived(queue: Queue, entry: Entry): Received {
  const { message, receiveCount, receivedAt, firstReceivedAt = receivedAt, sourceArn } = entry;
  return {
    message,
    receiptHandle: toHandle(queue.name, { id: message.id, receiveCount }),
    receiveCount,
    firstReceivedAt,
    ...(queue.isFifo ? { sequenceNumber: sequenceNumber(entry.sequence) } : {}),
    ...(sourceArn === undefined ? {} : { sourceArn }),
  };
}
