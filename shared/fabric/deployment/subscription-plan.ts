// The settings of a link's push subscription.

import { PUBSUB_LIMITS, type PubsubEndpoint } from "../../brokers/pubsub/endpoint.ts";
import type { Fabric } from "../fabric.ts";
import type { PubsubLink } from "../link.ts";

/** One push subscription; it never expires, and is of the fabric's own project whoever owns the topic. */
export interface SubscriptionPlan {
  readonly name: string;
  readonly project: string;
  readonly topic: PubsubEndpoint;
  /** The link whose function it calls. */
  readonly link: string;
  readonly ordered: boolean;
  readonly ackDeadlineSeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetters: PubsubEndpoint;
  readonly maxAttempts: number;
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/** 7 days, the provider's own default: https://cloud.google.com/pubsub/docs/subscription-properties */
const RETENTION_SECONDS = 604_800;

/** Pure; `link` is one of the fabric's own. */
export function subscriptionPlan({ gcp }: Fabric, link: PubsubLink): SubscriptionPlan {
  const { min, max } = PUBSUB_LIMITS.ackDeadlineSeconds;
  return {
    name: link.subscription,
    project: gcp?.project ?? link.source.project,
    topic: link.source,
    link: link.name,
    ordered: link.source.ordered,
    ackDeadlineSeconds: Math.min(max, Math.max(min, link.timeoutSeconds)),
    retentionSeconds: RETENTION_SECONDS,
    deadLetters: link.deadLetters,
    maxAttempts: link.attempts,
    ...link.backoff,
  };
}
