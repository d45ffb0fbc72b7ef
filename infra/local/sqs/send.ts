// A message enters a queue from outside, once: a FIFO queue answers a duplicate with what it said to the first.

import { createHash } from "node:crypto";
import type { Draft, QueuedMessage } from "./message.ts";
import { checkDraft } from "./message-rules.ts";
import { admit, type Queue, settle } from "./queue.ts";
import { uuid } from "./uuid.ts";
import type { World } from "./world.ts";

/** What a sender is told. */
export interface Sent {
  readonly id: string;
  /** Of a FIFO queue: twenty digits that rise in the order of sending. */
  readonly sequenceNumber?: string;
}

/** Twenty digits, as the real service's are. */
export const sequenceNumber = (sequence: number): string => String(sequence).padStart(20, "0");

/** Throws the fault of `checkDraft` for a draft that the queue doesn't take; then nothing has changed. */
export function send(queue: Queue, draft: Draft, world: World): Sent {
  const now = world.now();
  settle(queue, now);
  checkDraft(draft, queue.isFifo, queue.settings);
  const { delaySeconds, ...sent } = draft;
  const id = uuid(world.random);
  if (!queue.isFifo) {
    enter(queue, { ...sent, id, sentAt: now }, delaySeconds, world);
    return { id };
  }
  const deduplicationId = sent.deduplicationId ?? createHash("sha256").update(sent.body).digest("hex");
  // An id holds no space, so the two parts can't run into each other.
  const key = queue.settings.deduplicatesByGroup ? `${sent.groupId} ${deduplicationId}` : deduplicationId;
  const earlier = queue.window.find(key, now);
  if (earlier !== undefined) {
    world.tell({ kind: "repeated", queue: queue.name, message: { ...sent, deduplicationId, id, sentAt: now } });
    return { id: earlier.id, sequenceNumber: sequenceNumber(earlier.sequence) };
  }
  const sequence = enter(queue, { ...sent, deduplicationId, id, sentAt: now }, undefined, world);
  queue.window.remember(key, { id, sequence }, now);
  return { id, sequenceNumber: sequenceNumber(sequence) };
}

function enter(queue: Queue, message: QueuedMessage, delaySeconds: number | undefined, world: World): number {
  const delayMs = (delaySeconds ?? queue.settings.delaySeconds) * 1000;
  const arrival = { message, enqueuedAt: message.sentAt, receiveCount: 0 };
  const entry = admit(queue, arrival, delayMs === 0 ? undefined : message.sentAt + delayMs);
  world.tell({ kind: "sent", queue: queue.name, message });
  return entry.sequence;
}
