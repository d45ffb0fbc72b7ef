// Between a subscription as the wire has it and its settings.

import { invalid } from "../fault.ts";
import type { SubscriptionSettings } from "../settings.ts";
import { type Fields, part, refuseUnbuilt, textField, toDuration } from "./fields.ts";
import { labelsOf } from "./labels.ts";
import { maskedChanges } from "./mask.ts";
import { ackDeadlineMs, deadLetterPolicy, expirationMs, retentionMs, retryPolicy } from "./policies.ts";
import { fromPushConfig, toPushTarget } from "./push-form.ts";

const BUILT = [
  "name",
  "topic",
  "pushConfig",
  "ackDeadlineSeconds",
  "messageRetentionDuration",
  "labels",
  "enableMessageOrdering",
  "expirationPolicy",
  "deadLetterPolicy",
  "retryPolicy",
  "filter",
  "enableExactlyOnceDelivery",
  "retainAckedMessages",
  // It says who may do what with a resource, and here everybody may do everything.
  "tags",
  // Reports of the service, that a client may send back as it got them.
  "state",
  "detached",
  "topicMessageRetentionDuration",
  "analyticsHubSubscriptionInfo",
];

/** A subscription as a request asks for it. Throws `INVALID_ARGUMENT` or `UNIMPLEMENTED` by the name of the field. */
export function toSubscription(fields: Fields): SubscriptionSettings {
  refuseUnbuilt("subscription", fields, BUILT);
  return consistent({
    name: textField(fields, "name"),
    topic: textField(fields, "topic"),
    isOrdered: fields["enableMessageOrdering"] === true,
    ackDeadlineMs: ackDeadlineMs(fields),
    isExactlyOnce: fields["enableExactlyOnceDelivery"] === true,
    filter: textField(fields, "filter"),
    keepsAcked: fields["retainAckedMessages"] === true,
    isDetached: false,
    retentionMs: retentionMs(fields),
    expirationMs: expirationMs(fields),
    retry: retryPolicy(fields),
    deadLetter: deadLetterPolicy(fields),
    push: toPushTarget(part(fields, "pushConfig")),
    labels: labelsOf(fields),
  });
}

type Change = (from: SubscriptionSettings, wanted: Fields) => SubscriptionSettings;

/** What may be changed, by the names that an update mask has for it; the rest is fixed when a subscription is made. */
const CHANGES = new Map<string, Change>([
  ["ack_deadline_seconds", (from, wanted) => ({ ...from, ackDeadlineMs: ackDeadlineMs(wanted) })],
  ["push_config", (from, wanted) => ({ ...from, push: toPushTarget(part(wanted, "pushConfig")) })],
  ["retry_policy", (from, wanted) => ({ ...from, retry: retryPolicy(wanted) })],
  ["dead_letter_policy", (from, wanted) => ({ ...from, deadLetter: deadLetterPolicy(wanted) })],
  ["message_retention_duration", (from, wanted) => ({ ...from, retentionMs: retentionMs(wanted) })],
  ["expiration_policy", (from, wanted) => ({ ...from, expirationMs: expirationMs(wanted) })],
  ["labels", (from, wanted) => ({ ...from, labels: labelsOf(wanted) })],
  ["retain_acked_messages", (from, wanted) => ({ ...from, keepsAcked: wanted["retainAckedMessages"] === true })],
  [
    "enable_exactly_once_delivery",
    (from, wanted) => ({ ...from, isExactlyOnce: wanted["enableExactlyOnceDelivery"] === true }),
  ],
]);

/** The settings with what the request's mask names taken from the request. Throws as `toSubscription`. */
export function changedSubscription(from: SubscriptionSettings, request: Fields): SubscriptionSettings {
  const wanted = part(request, "subscription") ?? {};
  const changes = maskedChanges(request, "Subscription", CHANGES);
  return consistent(changes.reduce((settings, change) => change(settings, wanted), from));
}

/** Throws `INVALID_ARGUMENT` where two settings can't be together. */
export function consistent(settings: SubscriptionSettings): SubscriptionSettings {
  if (settings.isExactlyOnce && settings.push !== undefined)
    throw invalid("enable_exactly_once_delivery is for subscriptions that are pulled: there must be no push_config.");
  return settings;
}

/** A subscription as an answer shows it; `topicRetentionMs` is its topic's. */
export function fromSubscription(settings: SubscriptionSettings, topicRetentionMs = 0): Fields {
  const { retry, deadLetter, push } = settings;
  return {
    name: settings.name,
    topic: settings.topic,
    ackDeadlineSeconds: settings.ackDeadlineMs / 1_000,
    enableMessageOrdering: settings.isOrdered,
    labels: settings.labels,
    messageRetentionDuration: toDuration(settings.retentionMs),
    expirationPolicy: settings.expirationMs === undefined ? {} : { ttl: toDuration(settings.expirationMs) },
    pushConfig: fromPushConfig(push),
    retryPolicy: retry && {
      minimumBackoff: toDuration(retry.minimumMs),
      maximumBackoff: toDuration(retry.maximumMs),
    },
    deadLetterPolicy: deadLetter && {
      deadLetterTopic: deadLetter.topic,
      maxDeliveryAttempts: deadLetter.maxAttempts,
    },
    filter: settings.filter,
    enableExactlyOnceDelivery: settings.isExactlyOnce,
    retainAckedMessages: settings.keepsAcked,
    detached: settings.isDetached,
    topicMessageRetentionDuration: topicRetentionMs > 0 ? toDuration(topicRetentionMs) : undefined,
    state: "ACTIVE",
  };
}
