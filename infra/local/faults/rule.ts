// What a fault is, as plain values: which requests it is for, how often it strikes, and what it does to them.

/** What is done to a request, or to a part of it. */
export type Fault =
  /** It begins later. */
  | { readonly kind: "delay"; readonly leastMs: number; readonly mostMs: number }
  /** It is not carried out, and answered with this code. */
  | { readonly kind: "refuse"; readonly code: string }
  /** The same, as by a service that does not take the caller's token any more. */
  | { readonly kind: "expireToken" }
  /** The same, as by a service that is not there. */
  | { readonly kind: "down" }
  /** It is not carried out, and never answered. */
  | { readonly kind: "hang" }
  /** It is carried out, and its answer does not arrive. */
  | { readonly kind: "loseAnswer"; readonly by: "cut" | "error" | "hang" }
  /** An entry of a batch is not carried out, and answered with this code; the others are. */
  | { readonly kind: "failEntries"; readonly code: string }
  /** A message that was acknowledged comes once more. */
  | { readonly kind: "duplicate" }
  /** A message that is sent arrives behind later ones. */
  | { readonly kind: "reorder" };

/** The two servers. */
export type Broker = "sqs" | "pubsub";

/** One fault and when it strikes. */
export interface FaultRule {
  /** How the account calls it. */
  readonly text: string;
  readonly fault: Fault;
  /** Queues, topics or subscriptions, by any of their names; absent: all. */
  readonly names?: ReadonlySet<string>;
  readonly operations: ReadonlySet<string>;
  /** From 0 to 1: the share of what it is for that it strikes. */
  readonly rate: number;
  /** So many are left alone first. */
  readonly skip: number;
  /** It strikes so often at most. */
  readonly times: number;
  /** From when on it strikes, and for how long, since the faults were put into effect. */
  readonly afterMs: number;
  readonly forMs: number;
}

/** All faults of a run. The same seed and the same order of requests give the same faults. */
export interface Faults {
  readonly seed: number;
  readonly rules: readonly FaultRule[];
}

/** A request as faults see it. */
export interface Asked {
  readonly broker: Broker;
  readonly operation: string;
  /** All names of the queue, or of the topic and the subscription, that it is about. */
  readonly names: readonly string[];
}
