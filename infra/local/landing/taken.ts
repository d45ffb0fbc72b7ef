// A message as a landing takes it: all that Pub/Sub knows of it.

import type { protos } from "@google-cloud/pubsub";

/** One delivery of the landing's subscription. */
export interface Taken {
  readonly ackId: string;
  /** From 1; how often it was tried, this time included. */
  readonly attempt: number;
  readonly messageId: string;
  readonly body: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  /** Empty where it has none. */
  readonly orderingKey: string;
  /** In microseconds since 1970, as Pub/Sub writes it. */
  readonly publishedAtMicros: number;
}

/** From the generated client's form. */
export function toTaken({ ackId, deliveryAttempt, message }: protos.google.pubsub.v1.IReceivedMessage): Taken {
  const { data: given, attributes, orderingKey, messageId, publishTime } = message ?? {};
  return {
    ackId: ackId ?? "",
    attempt: deliveryAttempt ?? 1,
    messageId: messageId ?? "",
    body: typeof given === "string" ? Buffer.from(given, "base64") : (given ?? new Uint8Array()),
    attributes: attributes ?? {},
    orderingKey: orderingKey ?? "",
    publishedAtMicros: Number(publishTime?.seconds ?? 0) * 1_000_000 + Math.floor((publishTime?.nanos ?? 0) / 1_000),
  };
}

/**
 * The attributes, and the ordering key among them, as Pub/Sub writes them beside a body:
 * https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1#bigqueryconfig (write_metadata)
 */
export const attributesOf = ({ attributes, orderingKey }: Taken): Readonly<Record<string, string>> =>
  orderingKey === "" ? attributes : { ...attributes, ordering_key: orderingKey };
