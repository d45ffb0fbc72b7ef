// A message as it was published, which never changes, and what it weighs.

/** A message that was published to a topic. All subscriptions of the topic share it. */
export interface PublishedMessage {
  readonly id: string;
  readonly data: Uint8Array;
  readonly attributes: ReadonlyMap<string, string>;
  /** Empty where the message has none. */
  readonly orderingKey: string;
  /** In milliseconds since 1970. */
  readonly publishedAt: number;
}

/** What a publisher asks for: a message without the parts that the topic gives it. */
export type Draft = Omit<PublishedMessage, "id" | "publishedAt">;

/** What a message counts for where bytes are limited: data, attributes and ordering key. */
export function messageBytes({ data, attributes, orderingKey }: Draft): number {
  let bytes = data.byteLength + Buffer.byteLength(orderingKey);
  for (const [key, value] of attributes) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}
