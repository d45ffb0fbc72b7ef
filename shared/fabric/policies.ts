// How deliveries are taken and tried: what a hop says, and what holds where it says nothing.

import { SQS_LIMITS, type SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import type { Hop } from "./fabric.ts";
import type { SqsLink } from "./link.ts";

/** How long one invocation may take. Ours: long enough for any batch, short enough that a retry comes soon. */
const TIMEOUT_SECONDS = 30;

/** Pub/Sub waits for the answer to a push for at most this long: https://docs.cloud.google.com/pubsub/docs/push */
const PUSH_TIMEOUT_SECONDS = 600;

/**
 * How a queue is polled. More than 10 at once need a window of 1 s or more, and FIFO queues take at most 10 and no
 * window: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const BATCHES = {
  normal: { maxMessages: 100, windowSeconds: 1 },
  low: { maxMessages: 10, windowSeconds: 0 },
} as const;

/**
 * Ours, and the most that a topic's dead-letter policy takes. What is hopeless is found by the function itself, and goes
 * to the dead letters at once; tries run out only while a target is down, and should outlast that.
 */
const ATTEMPTS = 100;

/**
 * Ours: soon at first, and in the end as rarely as a retry policy can (0 to 600 s), so that 100 attempts outlast a target
 * that is down for half a day: https://cloud.google.com/pubsub/docs/handling-failures
 */
export const BACKOFF = { firstDelaySeconds: 1, maxDelaySeconds: 600 };

/**
 * How long a queue hides what a function has in hand, in seconds. AWS advises six times the function's time-out and the
 * batching window on top: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const visibilitySeconds = ({ timeoutSeconds, batch }: Pick<SqsLink, "timeoutSeconds" | "batch">): number =>
  Math.min(SQS_LIMITS.visibilityTimeoutSeconds, 6 * timeoutSeconds + batch.windowSeconds);

/** What a link from a queue is told by its hop. */
export const queuePolicy = (
  { run, latency, retry }: Hop,
  { fifo, claimCheck }: Pick<SqsEndpoint, "fifo" | "claimCheck">,
) => ({
  timeoutSeconds: run.timeoutSeconds ?? TIMEOUT_SECONDS,
  attempts: retry.attempts ?? ATTEMPTS,
  // The bodies that a batch points to are in memory all at once.
  batch: BATCHES[fifo || claimCheck !== undefined ? "low" : latency],
});

/** What a link from a topic is told by its hop. */
export const topicPolicy = ({ run, retry }: Hop) => {
  const { attempts = ATTEMPTS, firstDelaySeconds = BACKOFF.firstDelaySeconds, maxDelaySeconds } = retry;
  return {
    timeoutSeconds: Math.min(PUSH_TIMEOUT_SECONDS, run.timeoutSeconds ?? TIMEOUT_SECONDS),
    attempts,
    backoff: {
      firstDelaySeconds,
      maxDelaySeconds: maxDelaySeconds ?? Math.max(BACKOFF.maxDelaySeconds, firstDelaySeconds),
    },
  };
};
