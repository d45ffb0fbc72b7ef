// What a claim check of the file comes to: its place, and how long bodies have to stay so that no message outlives its own.

import { SQS_LIMITS } from "../brokers/sqs/endpoint.ts";
import type { WrittenClaim } from "./claim-schema.ts";
import { seconds } from "./duration.ts";

/** SQS's own default, in seconds, and the longest that a subscription of Pub/Sub keeps dead letters, and others by default. */
const QUEUE_SECONDS = 345_600;
const TOPIC_DEAD_SECONDS = 2_678_400;
const SUBSCRIPTION_SECONDS = 604_800;

/** An endpoint as far as it matters here; `retention` as written. */
export interface Waiting {
  readonly kind: "queue" | "fifo" | "topic";
  readonly existing?: boolean | undefined;
  readonly retention?: string | undefined;
}

/**
 * How long a message can wait at an endpoint and then in its dead letters, in seconds. Those of a standard queue keep the age
 * that they had, those of a FIFO queue begin anew: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function longestWait({ kind, existing, retention }: Waiting): number {
  const most = SQS_LIMITS.retentionSeconds;
  const said = retention === undefined ? undefined : seconds(retention);
  switch (kind) {
    case "queue":
      return most;
    case "fifo":
      return (existing ? most : (said ?? QUEUE_SECONDS)) + most;
    case "topic":
      return Math.max(said ?? 0, SUBSCRIPTION_SECONDS) + TOPIC_DEAD_SECONDS;
  }
}

/** The parts of a claim check that are the same on both brokers. */
export const claimPlace = ({ bucket, prefix = "", aboveBytes, keep }: WrittenClaim, waiting: Waiting) => ({
  bucket,
  prefix,
  ...(aboveBytes === undefined ? {} : { aboveBytes }),
  keepSeconds: keep === undefined ? longestWait(waiting) : seconds(keep),
});
