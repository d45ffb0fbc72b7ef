// Collects the messages of one batch: as many as it may hold, for as long as its window, as heavy as a call may be.

import { setTimeout as sleep } from "node:timers/promises";
import type { SQSRecord } from "aws-lambda";
import { PAYLOAD_BYTES } from "./invocation.ts";

/** A record and what it adds to the event's JSON, in bytes. */
export interface Weighed {
  readonly record: SQSRecord;
  readonly bytes: number;
}

/** What a batch may become. */
export interface GatherParts {
  /** Rejects where the queue can't be reached. */
  readonly receive: (limit: number, waitSeconds: number) => Promise<readonly SQSRecord[]>;
  readonly fifo: boolean;
  readonly maxMessages: number;
  readonly windowSeconds: number;
  /** Ends the window early. */
  readonly signal: AbortSignal;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const RECEIVE_MESSAGES = 10;
const RECEIVE_SECONDS = 20;

/** How often a queue is asked in the last second of a window, where a long poll would overshoot it. */
const GLANCE_MS = 200;

const EVENT_BYTES = '{"Records":[]}'.length;

/**
 * Waits for the first messages as long as one long poll lasts, so it may give none; rejects where that fails. A later
 * receive that fails ends the batch with what it has. A batch of a FIFO queue is one receive, never more, since AWS has
 * no window there. Stops at 6 MB, but gives everything received: `inParts` cuts.
 */
export async function gather({ receive, fifo, maxMessages, windowSeconds, signal }: GatherParts) {
  const gathered: Weighed[] = [];
  let bytes = 0;
  const take = async (waitSeconds: number): Promise<number> => {
    const records = await receive(Math.min(RECEIVE_MESSAGES, maxMessages - gathered.length), waitSeconds);
    const weighed = records.map(weigh);
    gathered.push(...weighed);
    bytes += weighed.reduce((sum, each) => sum + each.bytes, 0);
    return records.length;
  };
  if ((await take(RECEIVE_SECONDS)) === 0 || fifo) return gathered;
  const end = Date.now() + windowSeconds * 1_000;
  const leftMs = () => end - Date.now();
  while (leftMs() > 0 && gathered.length < maxMessages && bytes < PAYLOAD_BYTES && !signal.aborted) {
    const waitSeconds = Math.min(RECEIVE_SECONDS, Math.floor(leftMs() / 1_000));
    const count = await take(waitSeconds).catch(() => undefined);
    if (count === undefined) break;
    if (count === 0 && waitSeconds === 0)
      await sleep(Math.max(0, Math.min(GLANCE_MS, leftMs())), undefined, { signal }).catch(() => {});
  }
  return gathered;
}

const weigh = (record: SQSRecord): Weighed => ({ record, bytes: Buffer.byteLength(JSON.stringify(record)) + 1 });

/** Cuts into calls of at most 6 MB each, in order: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function inParts(gathered: readonly Weighed[], mostBytes: number = PAYLOAD_BYTES): readonly SQSRecord[][] {
  const parts: SQSRecord[][] = [];
  let room = 0;
  for (const { record, bytes } of gathered) {
    if (bytes > room) {
      parts.push([]);
      room = mostBytes - EVENT_BYTES;
    }
    parts.at(-1)?.push(record);
    room -= bytes;
  }
  return parts;
}
