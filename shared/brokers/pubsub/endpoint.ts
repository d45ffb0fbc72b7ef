// A Pub/Sub topic as an address, and what Pub/Sub can hold, as data: read by sinks, by check, by tests and the docs.

/** A topic, named without a host: a client's own settings say where Pub/Sub is. */
export interface PubsubEndpoint {
  readonly broker: "pubsub";
  /** The endpoint's name in the fabric: part of the origin id of messages that enter there. */
  readonly name: string;
  readonly topic: string;
  /** Messages of one ordering key reach every subscription in the order in which they were published. */
  readonly ordered: boolean;
  readonly project: string;
  /** Where an ordered topic is published to: order holds within one region only. */
  readonly region: string;
  /** Where bodies lie that are too large for the topic; absent where the endpoint has no claim check. */
  readonly claimCheck?: GcsClaims;
}

/** A bucket of Cloud Storage, and how long what lies there stays. */
export interface GcsClaims {
  readonly bucket: string;
  /** What all names of objects begin with; may be empty. */
  readonly prefix: string;
  /** Messages beyond this lie there, in bytes as Pub/Sub counts them; absent: only those that the topic can't take. */
  readonly aboveBytes?: number;
  readonly keepSeconds: number;
}

/** `projects/PROJECT/topics/TOPIC` */
export function topicPath({ project, topic }: PubsubEndpoint): string {
  return `projects/${project}/topics/${topic}`;
}

/**
 * Limits of Pub/Sub: https://cloud.google.com/pubsub/quotas#resource_limits and
 * https://docs.cloud.google.com/pubsub/docs/ordering
 */
export const PUBSUB_LIMITS = {
  /** Data and attributes together. */
  messageBytes: 10_000_000,
  requestMessages: 1_000,
  requestBytes: 10_000_000,
  attributes: 100,
  attributeKeyBytes: 256,
  attributeValueBytes: 1_024,
  orderingKeyBytes: 1_024,
  /** Keys that start with this belong to Google. */
  reservedPrefix: "goog",
  ackDeadlineSeconds: { min: 10, max: 600 },
} as const;
