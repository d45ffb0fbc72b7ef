// One task that moves what waits in a dead-letter queue: how far it should be at a time, and one step of it.

import { SERVICE_LIMITS } from "./limits.ts";
import type { Entry } from "./message.ts";
import { admit, hide, type Queue, remove, settle, show } from "./queue.ts";
import { uuid } from "./uuid.ts";
import type { World } from "./world.ts";

/** What a task is asked to do. */
export interface MoveOrder {
  readonly source: Queue;
  /** Where all goes; absent where each message goes back to the queue that it came from. */
  readonly destinationArn?: string;
  /** 1 to 500; the most where absent. */
  readonly perSecond?: number;
}

/** A task, and how far it is. Only `advance` and a cancellation change it. */
export interface MoveTask extends MoveOrder {
  readonly id: string;
  readonly startedAt: number;
  /** What waited when the task started: it never moves more. */
  readonly toMove: number;
  moved: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  failureReason?: string;
}

/** A task that has moved nothing yet; it has ended already where there is nothing to move. */
export function moveTask(order: MoveOrder, world: World): MoveTask {
  const startedAt = world.now();
  settle(order.source, startedAt);
  const toMove = order.source.counts.visible;
  return {
    ...order,
    id: uuid(world.random),
    startedAt,
    toMove,
    moved: 0,
    status: toMove === 0 ? "COMPLETED" : "RUNNING",
  };
}

/** When the next message is to be moved: evenly over each second, the first one an interval after the start. */
export const nextMoveAt = ({ startedAt, moved, perSecond = SERVICE_LIMITS.movedPerSecond }: MoveTask): number =>
  startedAt + Math.ceil(((moved + 1) * 1000) / perSecond);

/**
 * Moves all that is due, each message at the time when it was due, however late that is noticed. A task ends when it has moved
 * as many as waited at its start, or nothing is ready; it fails where a message has nowhere to go.
 */
export function advance(task: MoveTask, world: World): void {
  const now = world.now();
  for (let at = nextMoveAt(task); task.status === "RUNNING" && at <= now; at = nextMoveAt(task))
    moveOne(task, at, world);
}

function moveOne(task: MoveTask, at: number, world: World): void {
  const { source, destinationArn } = task;
  settle(source, at);
  const [entry] = source.line.take(1, at);
  if (entry === undefined) {
    task.status = "COMPLETED";
    return;
  }
  const arn = destinationArn ?? entry.sourceArn;
  const target = arn === undefined ? undefined : world.find(arn);
  if (target === undefined || target.isFifo !== source.isFifo) {
    giveBack(source, entry, at);
    task.status = "FAILED";
    task.failureReason =
      arn === undefined ? "CouldNotDetermineMessageSource" : "AWS.SimpleQueueService.NonExistentQueue";
    return;
  }
  remove(source, entry, "redriven");
  // A message that is moved counts as new: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
  const message = { ...entry.message, id: uuid(world.random), sentAt: at };
  const delayMs = target.settings.delaySeconds * 1000;
  admit(target, { message, enqueuedAt: at, receiveCount: 0 }, delayMs === 0 ? undefined : at + delayMs);
  task.moved++;
  if (task.moved >= task.toMove) task.status = "COMPLETED";
  world.tell({ kind: "redriven", queue: source.name, to: target.name, message });
}

/** The line gives only to take: what can't be moved becomes ready once more, with no receive counted. */
function giveBack(queue: Queue, entry: Entry, at: number): void {
  hide(queue, entry, at);
  show(queue, entry);
}
