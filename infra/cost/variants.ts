// The same link with one setting changed: what advice compares.

import type { LambdaShape, LinkShape, QueueShape, TopicShape } from "./shape.ts";

/** A setting, what it means for whoever waits or pays, and the link as it would be. */
export interface Variant {
  readonly setting: string;
  readonly says: string;
  readonly shape: LinkShape;
}

/** What the two latency classes of a hop mean for a standard queue. */
const BATCHES = {
  normal: { maxMessages: 100, windowSeconds: 1 },
  low: { maxMessages: 10, windowSeconds: 0 },
};

/** Below this Lambda has no size, and Cloud Run none with a whole CPU: in MB. */
const LEAST_MEMORY_MB = { aws: 128, gcp: 512 };

/** Every setting that this link could change, whether it pays or not. */
export const variants = (shape: LinkShape): readonly Variant[] =>
  [
    ...(shape.cloud === "aws" ? [batching(shape), polling(shape)] : []),
    memory(shape),
    platformLogs(shape),
    ownTransforms(shape),
    ownKeys(shape),
    sameRegion(shape),
  ].filter((variant) => variant !== undefined);

function batching(shape: LambdaShape): Variant {
  const { source, batch } = shape;
  if (source.fifo)
    return {
      setting: "a standard queue as the source",
      says: "where order does not matter: batches of up to 100, for which messages wait up to 1 s",
      shape: { ...shape, source: { ...source, fifo: false }, batch: BATCHES.normal },
    };
  return batch.windowSeconds > 0
    ? {
        setting: "latency: low",
        says: `messages wait up to ${batch.windowSeconds} s less for their batch`,
        shape: { ...shape, batch: BATCHES.low },
      }
    : {
        setting: "latency: normal",
        says: "batches of up to 100, for which messages wait up to 1 s",
        shape: { ...shape, batch: BATCHES.normal },
      };
}

function polling(shape: LambdaShape): Variant | undefined {
  const { pollers, maxConcurrency, ...rest } = shape;
  if (pollers !== undefined)
    return {
      setting: "no function.pollers",
      says: "nothing is paid by the hour, and bursts are taken up more slowly",
      shape: rest,
    };
  if (maxConcurrency !== undefined)
    return {
      setting: "no function.maxConcurrency",
      says: "a quiet queue then keeps 2 pollers instead of 5",
      shape: rest,
    };
  return shape.source.fifo || shape.batch.windowSeconds > 0
    ? undefined
    : {
        setting: "function.pollers: { min: 2 }",
        says: "bursts are taken up at once, and pollers are paid by the hour",
        shape: { ...rest, pollers: { min: 2 } },
      };
}

function memory(shape: LinkShape): Variant | undefined {
  const half = Math.floor(shape.memoryMb / 2);
  return half < LEAST_MEMORY_MB[shape.cloud]
    ? undefined
    : {
        setting: `function.memoryMb: ${half}`,
        says: "where what a function has in hand still fits: try it with full batches first",
        shape: { ...shape, memoryMb: half },
      };
}

function platformLogs(shape: LinkShape): Variant | undefined {
  return shape.logs.platform
    ? {
        setting: shape.cloud === "aws" ? "Lambda's own log lines off" : "Cloud Run's request log excluded",
        says: "they say nothing that a metric does not",
        shape: { ...shape, logs: { ...shape.logs, platform: false } },
      }
    : undefined;
}

function ownTransforms(shape: LinkShape): Variant | undefined {
  const plain = (topic: TopicShape): TopicShape => ({ ...topic, udfs: 0 });
  return [shape.source, ...shape.targets].some((end) => end.broker === "pubsub" && (end.udfs ?? 0) > 0)
    ? {
        setting: "transforms of the hop instead of Pub/Sub's own (UDF)",
        says: "Pub/Sub counts every byte again for each of its own",
        shape: withEnds(shape, (queue) => queue, plain),
      }
    : undefined;
}

function ownKeys(shape: LinkShape): Variant | undefined {
  const plain = ({ kmsKey: _, ...queue }: QueueShape): QueueShape => queue;
  return [shape.source, ...shape.targets].some((end) => end.broker === "sqs" && end.kmsKey !== undefined)
    ? {
        setting: "no kmsKey",
        says: "SQS's own encryption (SSE-SQS) is free",
        shape: withEnds(shape, plain, (topic) => topic),
      }
    : undefined;
}

function sameRegion(shape: LinkShape): Variant | undefined {
  const { region } = shape;
  return shape.cloud === "aws" && shape.targets.some((end) => end.broker === "sqs" && end.region !== region)
    ? {
        setting: `targets in ${region}`,
        says: "what stays in its region pays for no bytes",
        shape: withEnds(
          shape,
          (queue) => ({ ...queue, region }),
          (topic) => topic,
        ),
      }
    : undefined;
}

function withEnds(
  shape: LinkShape,
  queue: (end: QueueShape) => QueueShape,
  topic: (end: TopicShape) => TopicShape,
): LinkShape {
  const targets = shape.targets.map((end) => (end.broker === "sqs" ? queue(end) : topic(end)));
  return shape.cloud === "aws"
    ? { ...shape, source: queue(shape.source), targets }
    : { ...shape, source: topic(shape.source), targets };
}
