// The one value that travels: what every broker decodes into and encodes from.

/**
 * A typed attribute. `type` is `String`, `Number` or `Binary`, with an optional `.label` (SQS's own notation);
 * a broker without types gives `String`. The value of a `Binary` attribute is standard base64 with padding, so an
 * attribute is always plain text; every other value is the exact text that the sender wrote.
 */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/** An immutable message on its way. Nothing that a broker can hold is missing here, so no hop loses anything. */
export interface Message {
  /** The origin id: minted at the first hop, the same over every hop; `<id>.<n>` for the n-th child of a split. */
  readonly id: string;
  /** The exact bytes. A link without transforms never parses them. */
  readonly body: Uint8Array;
  /** A map, not an object: names come from outside, and `__proto__` is a legal one. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** The Pub/Sub ordering key or the group of a FIFO queue, exact; absent where there is no order to keep. */
  readonly orderingKey?: string;
  /** The message group of a *standard* queue: a fair-queue tenant. No order follows from it. */
  readonly tenant?: string;
  /** The exact deduplication id that the first sender gave on a FIFO queue. */
  readonly deduplicationId?: string;
  /** SQS's `AWSTraceHeader`, exact: trace context that travels beside the attributes. */
  readonly traceHeader?: string;
  /** The links passed so far, oldest first, each as `fabric/link`. */
  readonly trail: readonly string[];
  /** When the first broker accepted it, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** A plain text attribute, the only kind that Pub/Sub knows. */
export const text = (value: string): Attribute => ({ type: "String", value });
