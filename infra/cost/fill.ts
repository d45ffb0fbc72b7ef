// How full requests get: the one thing that decides what a queue costs.

import type { Assumed } from "./assumptions.ts";
import { type Load, messageBytes } from "./load.ts";
import type { LambdaShape } from "./shape.ts";

/** Each 64 KB of a request count as one: https://aws.amazon.com/sqs/pricing/ */
const CHUNK_BYTES = 65_536;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html; sends and deletes alike. */
export const SQS_BATCH = 10;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html, in bytes. */
const SEND_BYTES = 1_048_576;

/** What a batch may hold: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, in bytes. */
const EVENT_BYTES = 6_000_000;

const within = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/**
 * Billed requests per message, where a request holds `fill` messages of `bytes` on average: requests of the two whole
 * numbers around it are mixed, so that no average is cheaper than the best whole number.
 */
export function requestsPerMessage(fill: number, bytes: number): number {
  const fewer = Math.floor(fill);
  const more = fill - fewer;
  return ((1 - more) * chunks(fewer * bytes) + more * chunks((fewer + 1) * bytes)) / fill;
}

/** The fewest billed requests per message that any fill gives. */
export const leastRequestsPerMessage = (bytes: number): number =>
  Math.min(...Array.from({ length: SQS_BATCH }, (_, at) => requestsPerMessage(at + 1, bytes)));

const chunks = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK_BYTES));

/** How Lambda polls at a rate: messages per receive, messages per invocation, and how many pollers wait when idle. */
export interface Polling {
  readonly fill: number;
  readonly batch: number;
  readonly pollers: number;
}

/** A receive holds 10 messages at most, whatever the batch; a batch grows while its window is open, in each poller. */
export function polling(shape: LambdaShape, load: Load, perSecond: number, assumed: Assumed): Polling {
  const { maxMessages, windowSeconds } = shape.batch;
  const most = Math.min(SQS_BATCH, maxMessages);
  const fill = within(1, Math.max(assumed.leastReceiveFill, perSecond * assumed.receiveFillSeconds), most);
  const pollers = pollersOf(shape, load, perSecond, fill, assumed);
  const collected = windowSeconds > 0 ? Math.max(fill, (perSecond * windowSeconds) / pollers) : fill;
  const eventBytes = load.bodyBytes * assumed.eventJsonGrowth + messageBytes(load) - load.bodyBytes;
  return {
    fill,
    batch: within(1, collected, Math.min(maxMessages, EVENT_BYTES / (eventBytes + assumed.eventRecordBytes))),
    pollers,
  };
}

/** 2 to 200 unless the file says otherwise: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const PROVISIONED = { min: 2, max: 200 };

function pollersOf(shape: LambdaShape, load: Load, perSecond: number, fill: number, assumed: Assumed): number {
  const { pollers, maxConcurrency } = shape;
  if (pollers === undefined) return maxConcurrency === undefined ? assumed.idlePollers : assumed.cappedPollers;
  const byBytes = (perSecond * messageBytes(load)) / assumed.pollerBytesPerSecond;
  const byPolls = perSecond / fill / assumed.pollsPerPollerSecond;
  return within(pollers.min ?? PROVISIONED.min, Math.max(byBytes, byPolls), pollers.max ?? PROVISIONED.max);
}

/** How many entries one send to a queue holds, given that `together` messages are there to be sent at a time. */
export const sendFill = (together: number, bytes: number): number =>
  within(1, together, Math.min(SQS_BATCH, Math.floor(SEND_BYTES / Math.max(1, bytes))));
