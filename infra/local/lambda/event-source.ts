// Lambda's event source mapping for SQS on this machine: polls a queue, calls a function, deletes what it has done.

import { setTimeout as sleep } from "node:timers/promises";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { firstLine } from "../process/first-line.ts";
import { growingPause } from "../process/growing-pause.ts";
import { type BatchVerdict, batchVerdict } from "./batch-verdict.ts";
import { gather, inParts } from "./gather.ts";
import { groupLocks } from "./group-locks.ts";
import { functionError, type Invocation } from "./invocation.ts";
import { pollerCount } from "./poller-count.ts";
import { isUnreadable, queueCalls } from "./queue-calls.ts";
import { toSqsEvent } from "./sqs-event.ts";

/** What became of one batch, in messages. What is neither deleted nor failed was done, but its delete got lost. */
export interface SettledBatch {
  readonly received: number;
  readonly deleted: number;
  /** They come again after the queue's visibility timeout. */
  readonly failed: number;
  readonly invocation: Invocation;
}

/** Joins a queue to a function. */
export interface EventSourceOptions {
  /** Must allow more connections than `maxConcurrency`, since each poll holds one. */
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** How lines call the queue, with the server that is asked: its URL, taken where absent, may name another one. */
  readonly called?: string;
  readonly queueArn: string;
  readonly region: string;
  readonly fifo: boolean;
  readonly batch: { readonly maxMessages: number; readonly windowSeconds: number };
  /** How many calls at a time: 5 where absent, with which AWS starts (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html). */
  readonly maxConcurrency?: number;
  readonly invoke: (event: SQSEvent) => Promise<Invocation>;
  /** Called once per call of the function, after the deletes. */
  readonly onSettled: (batch: SettledBatch) => void;
  /** Called with one line when the queue can't be received from any more, and when it can again. */
  readonly onLog?: (line: string) => void;
}

/** A mapping that runs. */
export interface EventSource {
  /**
   * Polls no more, gives back what was received but not handed over, and resolves when all running calls have ended
   * and their messages are deleted. A message that the queue hands out at the very moment in which a poll is cut off
   * comes again after the visibility timeout. Never rejects.
   */
  stop(): Promise<void>;
}

const OUTAGE_PAUSES_MS = [100, 5_000] as const;
const FAILURE_PAUSES_MS = [200, 10_000] as const;
const MAX_CONCURRENCY = 5;

/** How soon a poller that has no turn looks again, in milliseconds. */
const TURN_MS = 200;

/**
 * Starts to poll, with as many of `maxConcurrency` workers as `pollerCount` lets read. Each gathers a batch, calls the
 * function, deletes, and pauses for longer each time that the function as a whole fails. Of a FIFO queue no two calls hold the same group at a time, and nothing
 * behind a failed message of its group is handed over before it.
 */
export function eventSource(options: EventSourceOptions): EventSource {
  const {
    client,
    queueUrl,
    called = `the queue ${queueUrl}`,
    queueArn,
    region,
    fifo,
    batch,
    maxConcurrency = MAX_CONCURRENCY,
    onLog,
  } = options;
  const calls = queueCalls(client, queueUrl);
  const locks = groupLocks();
  const pollers = pollerCount(maxConcurrency, fifo);
  const stopping = new AbortController();
  const { signal } = stopping;
  let isOut = false;

  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});

  async function receive(limit: number, waitSeconds: number): Promise<readonly SQSRecord[]> {
    const messages = await calls.receive(limit, waitSeconds);
    if (isOut) onLog?.(`${called} answers again`);
    isOut = false;
    return toSqsEvent(messages, queueArn, region).Records;
  }

  function noteOutage(thrown: unknown): void {
    if (isOut || signal.aborted) return;
    isOut = true;
    const { name, code } = thrown as { readonly name?: string; readonly code?: string };
    const why = isUnreadable(thrown) ? "gives an answer that can't be read" : `can't be reached (${code ?? name})`;
    onLog?.(`${called} ${why}: trying again`);
  }

  /** Gives true where the function did not fail as a whole. */
  async function handOver(records: readonly SQSRecord[], failedGroups: Set<string>): Promise<boolean> {
    const invocation = await options
      .invoke({ Records: [...records] })
      .catch((thrown: unknown) => functionError("InvokeFailed", firstLine(thrown)));
    const verdict = batchVerdict(new Set(records.map(({ messageId }) => messageId)), invocation);
    const done = records.filter(({ messageId }) => !hasFailed(verdict, messageId));
    const deleted = await calls.remove(done.map(({ receiptHandle }) => receiptHandle));
    for (const record of records) if (hasFailed(verdict, record.messageId)) failedGroups.add(groupOf(record));
    options.onSettled({ received: records.length, deleted, failed: records.length - done.length, invocation });
    return verdict.kind === "partial";
  }

  /** One batch, in as many calls as it takes. */
  async function carryOut(parts: readonly (readonly SQSRecord[])[]): Promise<boolean> {
    const groups = new Set(fifo ? parts.flat().map(groupOf) : []);
    const letGo = await locks.hold(groups);
    const failedGroups = new Set<string>();
    let isSound = true;
    try {
      for (const part of parts) {
        const ready = fifo ? part.filter((record) => !failedGroups.has(groupOf(record))) : part;
        if (signal.aborted) await calls.release(ready.map(({ receiptHandle }) => receiptHandle));
        else if (ready.length > 0) isSound = (await handOver(ready, failedGroups)) && isSound;
      }
    } finally {
      letGo();
    }
    return isSound;
  }

  async function work(_: unknown, index: number): Promise<void> {
    const outage = growingPause(...OUTAGE_PAUSES_MS);
    const failure = growingPause(...FAILURE_PAUSES_MS);
    while (!signal.aborted) {
      if (index >= pollers.now()) {
        await pause(TURN_MS);
        continue;
      }
      try {
        const parts = inParts(await gather({ receive, fifo, ...batch, signal }));
        outage.reset();
        const isSound = parts.length === 0 || (await carryOut(parts));
        pollers.after(parts.length === 0 ? "empty" : isSound ? "done" : "failed");
        if (!isSound) await pause(failure.next());
        else if (parts.length > 0) failure.reset();
      } catch (thrown) {
        noteOutage(thrown);
        await pause(outage.next());
      }
    }
  }

  const workers = Array.from({ length: maxConcurrency }, work);
  return {
    async stop() {
      stopping.abort();
      calls.hangUp();
      await Promise.all(workers);
    },
  };
}

const groupOf = ({ attributes }: SQSRecord): string => attributes.MessageGroupId ?? "";

const hasFailed = (verdict: BatchVerdict, messageId: string): boolean =>
  verdict.kind === "whole" || verdict.failed.has(messageId);
