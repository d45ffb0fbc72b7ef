// Links as the cost model sees them: only what a test is about is written out.

import type { Load } from "../../infra/cost/load.ts";
import type { LambdaShape, QueueShape, RunShape, TopicShape } from "../../infra/cost/shape.ts";

export const aQueue = (changes: Partial<QueueShape> = {}): QueueShape => ({
  broker: "sqs",
  fifo: false,
  region: "eu-west-1",
  ...changes,
});

export const aTopic = (changes: Partial<TopicShape> = {}): TopicShape => ({
  broker: "pubsub",
  ordered: false,
  region: "europe-west1",
  ...changes,
});

export const SILENT = { summaries: false, platform: false, retentionDays: 0 };

/** From a queue to a topic, in batches of 100 with a window of 1 s. */
export const aLambdaShape = (changes: Partial<LambdaShape> = {}): LambdaShape => ({
  name: "shop/export",
  cloud: "aws",
  region: "eu-west-1",
  memoryMb: 128,
  timeoutSeconds: 30,
  source: aQueue(),
  targets: [aTopic()],
  batch: { maxMessages: 100, windowSeconds: 1 },
  secrets: 0,
  logs: SILENT,
  ...changes,
});

/** From a topic to a queue. */
export const aRunShape = (changes: Partial<RunShape> = {}): RunShape => ({
  name: "shop/return",
  cloud: "gcp",
  region: "europe-west1",
  memoryMb: 512,
  timeoutSeconds: 30,
  source: aTopic(),
  targets: [aQueue()],
  cpu: 1,
  concurrency: 80,
  lingerMs: 5,
  secrets: 0,
  logs: SILENT,
  ...changes,
});

/** 1 KB, with bodies that gzip to a quarter. */
export const aLoad = (messagesPerSecond: number, changes: Partial<Load> = {}): Load => ({
  messagesPerSecond,
  bodyBytes: 1_024,
  compressedShare: 0.25,
  ...changes,
});
