// What the service holds beyond the limits of a message, as data: read by the rules that refuse and by their tests.

/**
 * Limits of topics and subscriptions; those of messages are `PUBSUB_LIMITS`. Sources:
 * https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1 and
 * https://docs.cloud.google.com/pubsub/docs/pubsub-basics#resource_names
 */
export const SERVICE_LIMITS = {
  resourceId: { min: 3, max: 255 },
  /** What a subscription has where none is given; the bounds are in `PUBSUB_LIMITS`. */
  ackDeadlineSeconds: 10,
  deliveryAttempts: { min: 5, max: 100, default: 5 },
  /** A policy without a bound has the one that stands here. */
  backOffSeconds: { min: 0, max: 600, minimumDefault: 10, maximumDefault: 600 },
  retentionSeconds: { min: 600, max: 2_678_400, default: 604_800 },
  /** What a subscription has where no policy is given; a policy without a time means never. */
  expirationSeconds: { min: 86_400, default: 2_678_400 },
  filterBytes: 256,
  /** How old the oldest message of a snapshot gets, and how long a snapshot must be good for when it is made. */
  snapshotSeconds: { longest: 604_800, shortest: 3_600 },
  /** A schema's definition and its revisions: https://cloud.google.com/pubsub/quotas#resource_limits */
  schemaBytes: 300_000,
  schemaRevisions: 20,
  /** https://cloud.google.com/pubsub/docs/labels#requirements_for_labels */
  labels: { most: 64, characters: 63 },
  listed: 1_000,
} as const;

/**
 * How push goes about it: https://docs.cloud.google.com/pubsub/docs/push#delivery_rate, except for the cap of the
 * window, which is 3,000 there, for a whole region: one machine has enough with less.
 */
export const PUSH_LIMITS = {
  backOffMs: { min: 100, max: 60_000 },
  window: { start: 5, cap: 1_000 },
  /** Only answers faster than this let the window grow, and only while this share of them acknowledges. */
  quickMs: 1_000,
  healthyShare: 0.99,
} as const;
