// One queue as a state machine: what it holds, and the few transitions through which every operation goes.

import { fifoLine } from "./fifo-line.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import type { Line } from "./line.ts";
import type { Arrival, Entry } from "./message.ts";
import { type Recent, recent } from "./recent.ts";
import { type Schedule, schedule } from "./schedule.ts";
import { type QueueAttributes, readSettings, type Settings } from "./settings.ts";
import { standardLine } from "./standard-line.ts";

/**
 * Where every message of a queue has gone. Always holds:
 * accepted = deleted + redriven + expired + purged + visible + inFlight + delayed.
 */
export interface Counts {
  /** Every message that ever entered, by a send or a redrive in. */
  readonly accepted: number;
  /** By a DeleteMessage that really removed one. */
  readonly deleted: number;
  /** Moved out to the dead-letter queue. */
  readonly redriven: number;
  /** Removed at the end of the retention period. */
  readonly expired: number;
  readonly purged: number;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A message at one receive: as it was, so that it can be told whether anything has been done to it since. */
export interface Taken {
  readonly entry: Entry;
  readonly receiveCount: number;
  readonly changes: number;
}

/** A queue. Mutable parts change through the functions of this file only. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly isFifo: boolean;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  readonly entries: Map<string, Entry>;
  readonly line: Line;
  /** The ends of delays and of invisibility. */
  readonly due: Schedule<Entry>;
  /** All messages by their age. */
  readonly ages: Schedule<Entry>;
  /** What the first message with a deduplication id got, by that id: a duplicate gets the same. */
  readonly window: Recent<{ readonly id: string; readonly sequence: number }>;
  /** What receives with an attempt id have given. */
  readonly attempts: Recent<readonly Taken[]>;
  readonly counts: { -readonly [Count in keyof Counts]: number };
  /** Called whenever a receive might now give something that it could not give before. */
  readonly wake: () => void;
  attributes: QueueAttributes;
  settings: Settings;
  modifiedAt: number;
  sequence: number;
  purgedAt: number | undefined;
}

/** What makes a queue. `step` is called once per message or deadline that an operation looks at. */
interface QueueParts extends Pick<Queue, "name" | "arn" | "isFifo" | "createdAt" | "attributes" | "wake"> {
  readonly step: () => void;
}

const NOTHING: Counts = {
  accepted: 0,
  deleted: 0,
  redriven: 0,
  expired: 0,
  purged: 0,
  visible: 0,
  inFlight: 0,
  delayed: 0,
};
const COUNT_OF = { ready: "visible", inFlight: "inFlight", delayed: "delayed" } as const;

/** An empty queue. */
export function emptyQueue({ step, ...parts }: QueueParts): Queue {
  return {
    ...parts,
    tags: new Map(),
    entries: new Map(),
    line: parts.isFifo ? fifoLine(step) : standardLine(step),
    due: schedule(step),
    ages: schedule(step),
    window: recent(SERVICE_LIMITS.deduplicationMs),
    attempts: recent(SERVICE_LIMITS.attemptMs),
    counts: { ...NOTHING },
    settings: readSettings(parts.attributes),
    modifiedAt: parts.createdAt,
    sequence: 0,
    purgedAt: undefined,
  };
}

/** A message enters; where `delayedUntil` is given it is ready only then. */
export function admit(queue: Queue, arrival: Arrival, delayedUntil?: number): Entry {
  const entry: Entry = {
    message: arrival.message,
    enqueuedAt: arrival.enqueuedAt,
    sourceArn: arrival.sourceArn,
    sequence: ++queue.sequence,
    state: delayedUntil === undefined ? "ready" : "delayed",
    receiveCount: arrival.receiveCount,
    receivedHere: 0,
    firstReceivedAt: arrival.firstReceivedAt,
    receivedAt: 0,
    changes: 0,
    turn: 0,
    spot: undefined,
    due: undefined,
    age: undefined,
  };
  queue.entries.set(entry.message.id, entry);
  entry.age = queue.ages.add(entry.enqueuedAt, entry);
  if (delayedUntil !== undefined) entry.due = queue.due.add(delayedUntil, entry);
  queue.counts.accepted++;
  queue.counts[COUNT_OF[entry.state]]++;
  queue.line.join(entry);
  wakeIfNext(queue);
  return entry;
}

/** A message that was just taken from the line is in flight until then. */
export function hide(queue: Queue, entry: Entry, until: number): void {
  become(queue, entry, "inFlight");
  entry.due = queue.due.add(until, entry);
}

/** A message that is delayed or in flight is so until another time. */
export function postpone(queue: Queue, entry: Entry, until: number): void {
  if (entry.due !== undefined) queue.due.remove(entry.due);
  entry.due = queue.due.add(until, entry);
}

/** A message that was delayed or in flight may be received from now on. */
export function show(queue: Queue, entry: Entry): void {
  if (entry.due !== undefined) queue.due.remove(entry.due);
  entry.due = undefined;
  const was = entry.state === "inFlight" ? "inFlight" : "delayed";
  become(queue, entry, "ready");
  queue.line.show(entry, was);
  wakeIfNext(queue);
}

/** A message leaves for ever, in any state, and leaves nothing behind. */
export function remove(queue: Queue, entry: Entry, as: "deleted" | "redriven" | "expired" | "purged"): void {
  if (entry.due !== undefined) queue.due.remove(entry.due);
  if (entry.age !== undefined) queue.ages.remove(entry.age);
  entry.due = undefined;
  entry.age = undefined;
  queue.entries.delete(entry.message.id);
  queue.counts[COUNT_OF[entry.state]]--;
  queue.counts[as]++;
  queue.line.leave(entry);
  wakeIfNext(queue);
}

/** Brings the queue up to a time: ends what is over, removes what is too old. Every operation begins with it. */
export function settle(queue: Queue, now: number): void {
  for (let next = queue.due.first(); next !== undefined && next.at <= now; next = queue.due.first())
    show(queue, next.value);
  const eldest = now - queue.settings.retentionSeconds * 1000;
  for (let next = queue.ages.first(); next !== undefined && next.at <= eldest; next = queue.ages.first())
    remove(queue, next.value, "expired");
}

/** Other attributes from now on. The delay of a FIFO queue also applies to what is already delayed there. */
export function configure(queue: Queue, attributes: QueueAttributes, now: number): void {
  // By the old attributes: what was too old by them does not come back by longer ones.
  settle(queue, now);
  const before = queue.settings.delaySeconds;
  queue.attributes = attributes;
  queue.settings = readSettings(attributes);
  queue.modifiedAt = now;
  if (!queue.isFifo || before === queue.settings.delaySeconds) return;
  for (const entry of queue.entries.values())
    if (entry.state === "delayed") postpone(queue, entry, entry.enqueuedAt + queue.settings.delaySeconds * 1000);
}

function become(queue: Queue, entry: Entry, state: Entry["state"]): void {
  queue.counts[COUNT_OF[entry.state]]--;
  queue.counts[COUNT_OF[state]]++;
  entry.state = state;
}

function wakeIfNext(queue: Queue): void {
  if (queue.line.hasNext()) queue.wake();
}
