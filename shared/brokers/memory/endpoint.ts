// A queue inside this process as an address, and what it can hold, as data like any other broker's.

/** A queue that lives as long as its process: for tests, simulation and examples. */
export interface MemoryEndpoint {
  readonly broker: "memory";
  /** The endpoint's name in the fabric: part of the origin id of messages that enter there. */
  readonly name: string;
  /** Messages of one ordering key are delivered in the order in which they came. */
  readonly ordered: boolean;
  /** How long a delivery may stay unsettled before it is given out again. */
  readonly visibilityTimeoutSeconds: number;
}

/** Ours, and chosen to be like the neighbours': as large as Pub/Sub's messages, in batches as small as SQS's. */
export const MEMORY_LIMITS = {
  /** Body, attributes (names, types, values) and ordering key together. */
  messageBytes: 10_000_000,
  /** Deliveries of one batch. */
  batchMessages: 10,
} as const;
