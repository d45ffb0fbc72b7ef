// The times and policies of a subscription, read from the wire and checked against the service's bounds.

import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { invalid } from "../fault.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import type { DeadLetterPolicy, RetryPolicy } from "../settings.ts";
import { durationField, type Fields, numberField, part, textField, within } from "./fields.ts";

/** The service's own where the request has none. Throws `INVALID_ARGUMENT` out of 10 to 600 seconds. */
export function ackDeadlineMs(fields: Fields): number {
  const seconds = numberField(fields, "ackDeadlineSeconds") || SERVICE_LIMITS.ackDeadlineSeconds;
  return 1_000 * within(seconds, PUBSUB_LIMITS.ackDeadlineSeconds, "ack_deadline_seconds", 0);
}

/** Seven days where the request has none. Throws `INVALID_ARGUMENT` out of 10 minutes to 31 days. */
export function retentionMs(fields: Fields): number {
  const seconds = secondsField(fields, "messageRetentionDuration");
  const { default: usual } = SERVICE_LIMITS.retentionSeconds;
  return 1_000 * within(seconds, SERVICE_LIMITS.retentionSeconds, "message_retention_duration", usual);
}

/** Never where the policy has no time, 31 days where there is no policy. Throws `INVALID_ARGUMENT` below one day. */
export function expirationMs(fields: Fields): number | undefined {
  const policy = part(fields, "expirationPolicy");
  const { min, default: usual } = SERVICE_LIMITS.expirationSeconds;
  if (policy === undefined) return usual * 1_000;
  const seconds = within(secondsField(policy, "ttl"), { min }, "expiration_policy.ttl", undefined);
  return seconds && seconds * 1_000;
}

/** Throws `INVALID_ARGUMENT` out of 0 to 600 seconds, and where the minimum is above the maximum. */
export function retryPolicy(fields: Fields): RetryPolicy | undefined {
  const policy = part(fields, "retryPolicy");
  if (policy === undefined) return undefined;
  const { minimumDefault, maximumDefault, ...bounds } = SERVICE_LIMITS.backOffSeconds;
  const read = (name: string, wire: string, usual: number) => within(secondsField(policy, name), bounds, wire, usual);
  const minimum = read("minimumBackoff", "retry_policy.minimum_backoff", minimumDefault);
  const maximum = read("maximumBackoff", "retry_policy.maximum_backoff", maximumDefault);
  if (minimum > maximum) throw invalid("retry_policy.minimum_backoff must not be above retry_policy.maximum_backoff.");
  return { minimumMs: minimum * 1_000, maximumMs: maximum * 1_000 };
}

/** Five attempts where the policy has no number. Throws `INVALID_ARGUMENT` out of 5 to 100, or without a topic. */
export function deadLetterPolicy(fields: Fields): DeadLetterPolicy | undefined {
  const policy = part(fields, "deadLetterPolicy");
  if (policy === undefined) return undefined;
  const topic = textField(policy, "deadLetterTopic");
  const { default: usual, ...bounds } = SERVICE_LIMITS.deliveryAttempts;
  const attempts = numberField(policy, "maxDeliveryAttempts") || usual;
  const maxAttempts = within(attempts, bounds, "dead_letter_policy.max_delivery_attempts", usual);
  // An empty policy takes the one away that is there.
  if (topic === "" && attempts === usual) return undefined;
  if (topic === "") throw invalid("dead_letter_policy.dead_letter_topic must be set.");
  return { topic, maxAttempts };
}

function secondsField(fields: Fields, name: string): number | undefined {
  const ms = durationField(fields, name);
  return ms === undefined ? undefined : ms / 1_000;
}
