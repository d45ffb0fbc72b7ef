// The SQS of this machine without its protocol: the queues of an account and region as one pure state machine.

import { type Directory, directory } from "./directory.ts";
import { SqsFault } from "./fault.ts";
import { changeVisibility, deleteMessage } from "./in-flight.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import type { Draft } from "./message.ts";
import { type Moves, moves } from "./moves.ts";
import { type Counts, type Queue, remove, settle } from "./queue.ts";
import { type Received, type ReceiveRequest, receive } from "./receive.ts";
import { type Sent, send } from "./send.ts";
import type { SqsEvent, World } from "./world.ts";

/** What makes an engine: time and chance come from outside. */
interface SqsEngineParts {
  /** Milliseconds since 1970; must never go back. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1: names messages and nothing else. */
  readonly random: () => number;
  readonly region: string;
  readonly accountId: string;
  /** Called once per message or deadline that an operation looks at: shows how much work an operation is. */
  readonly step?: () => void;
}

/**
 * Does no I/O, keeps no timer, reads no clock of its own. Every operation on a queue throws `SqsFault`, with the code
 * `QueueDoesNotExist` where there is no such queue. The work of an operation doesn't grow with the messages that wait
 * beyond a logarithm, and memory only with them.
 */
export interface SqsEngine {
  readonly queues: Directory;
  /** Tasks that move messages out of dead-letter queues; they go on with every operation. */
  readonly moves: Omit<Moves, "advance" | "nextAt">;
  /** Throws the fault of the first rule that the draft breaks. */
  send(queue: string, draft: Draft): Sent;
  receive(queue: string, request: ReceiveRequest): readonly Received[];
  deleteMessage(queue: string, receiptHandle: string): void;
  changeVisibility(queue: string, receiptHandle: string, seconds: number): void;
  /** Removes every message. Throws `PurgeQueueInProgress` within 60 seconds of another purge. */
  purge(queue: string): void;
  counts(queue: string): Counts;
  /** When the next delay or invisibility ends or a message is moved; absent where nothing of that is to come. */
  nextDueAt(queue: string): number | undefined;
  /** The listener is called at once for each event, within the operation, until the function given back is called. */
  observe(listener: (event: SqsEvent) => void): () => void;
  /** Likewise, with a queue's name whenever a receive there may have become worth trying, or the queue is gone. */
  onReady(listener: (queue: string) => void): () => void;
}

/** An engine without queues. */
export function sqsEngine({ now, random, region, accountId, step = () => {} }: SqsEngineParts): SqsEngine {
  const observers = listeners<SqsEvent>();
  const wakers = listeners<string>();
  const queues = directory({ now, region, accountId, step, wake: wakers.call });
  const world: World = { now, random, find: queues.byArn, tell: observers.call };
  const tasks = moves(queues, world, () => queues.names().forEach(wakers.call));
  /** The queue as it is by now. */
  const at = (name: string): Queue => {
    tasks.advance();
    return queues.get(name);
  };
  const settled = (name: string): Queue => {
    const queue = at(name);
    settle(queue, now());
    return queue;
  };
  return {
    queues: { ...queues, ...inOrder(queues, tasks.advance) },
    moves: current(tasks),
    send: (name, draft) => send(at(name), draft, world),
    receive: (name, request) => receive(at(name), request, world),
    deleteMessage: (name, receiptHandle) => deleteMessage(at(name), receiptHandle, world),
    changeVisibility: (name, receiptHandle, seconds) => changeVisibility(at(name), receiptHandle, seconds, world),
    purge: (name) => purge(settled(name), now()),
    counts: (name) => ({ ...settled(name).counts }),
    nextDueAt: (name) => earliest(settled(name).due.first()?.at, tasks.nextAt()),
    observe: observers.add,
    onReady: wakers.add,
  };
}

/** What was to be moved before a queue is changed or deleted has been moved by then. */
const inOrder = (queues: Directory, advance: () => void): Pick<Directory, "configure" | "delete"> => ({
  configure(name, attributes) {
    advance();
    queues.configure(name, attributes);
  },
  delete(name) {
    advance();
    queues.delete(name);
  },
});

/** The tasks, each time brought up to now before anything is asked of them. */
function current(tasks: Moves): SqsEngine["moves"] {
  const now = (): Moves => {
    tasks.advance();
    return tasks;
  };
  return {
    start: (request) => now().start(request),
    cancel: (sourceArn, id) => now().cancel(sourceArn, id),
    of: (sourceArn) => now().of(sourceArn),
  };
}

const earliest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

function purge(queue: Queue, now: number): void {
  if (queue.purgedAt !== undefined && now - queue.purgedAt < SERVICE_LIMITS.purgeMs)
    throw new SqsFault("PurgeQueueInProgress", "Only one PurgeQueue operation is allowed every 60 seconds.");
  queue.purgedAt = now;
  for (const entry of [...queue.entries.values()]) remove(queue, entry, "purged");
}

function listeners<Value>() {
  const all = new Set<(value: Value) => void>();
  return {
    add: (listener: (value: Value) => void) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
    call: (value: Value) => {
      for (const listener of all) listener(value);
    },
  };
}
