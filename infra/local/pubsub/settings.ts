// What topics and subscriptions are told to do: plain values, already checked.

/** How long a message waits after each of its failures: the minimum, doubled each time, up to the maximum. */
export interface RetryPolicy {
  readonly minimumMs: number;
  readonly maximumMs: number;
}

/** After so many failures a message goes to another topic. */
export interface DeadLetterPolicy {
  /** Its full name. */
  readonly topic: string;
  readonly maxAttempts: number;
}

/** Where a subscription is pushed to, and in which form. */
export interface PushTarget {
  readonly endpoint: string;
  /** `wrapped`: JSON around the message; `bare`: its data alone; `bare-with-headers`: its data, the rest as headers. */
  readonly form: "wrapped" | "bare" | "bare-with-headers";
  /** Whose identity token goes with each request; none without it. */
  readonly identity?: PushIdentity;
}

/** Whom a push says it is from, and for whom. */
export interface PushIdentity {
  readonly serviceAccount: string;
  /** The endpoint's URL where absent. */
  readonly audience: string | undefined;
}

/** All that a subscription is told; names are full ones. */
export interface SubscriptionSettings {
  readonly name: string;
  /** `_deleted-topic_` once the topic is gone. */
  readonly topic: string;
  /** Never changes. */
  readonly isOrdered: boolean;
  readonly ackDeadlineMs: number;
  /** Whether who acknowledges is told what came of it, and must do so in order where there is an order. */
  readonly isExactlyOnce: boolean;
  /** Only messages whose attributes it takes enter; empty: all. Never changes. */
  readonly filter: string;
  /** What is older is dropped, acknowledged or not, unless its topic keeps it for longer. */
  readonly retentionMs: number;
  /** Whether acknowledged messages are kept so long, too, so that one can seek back to them. */
  readonly keepsAcked: boolean;
  /** Gone once nobody has used it for so long. Absent: never. */
  readonly expirationMs: number | undefined;
  /** Cut off from its topic for good: it has nothing, and gets nothing. */
  readonly isDetached: boolean;
  /** Without one, a failed message comes again at once. */
  readonly retry: RetryPolicy | undefined;
  readonly deadLetter: DeadLetterPolicy | undefined;
  /** Without one, messages wait to be pulled. */
  readonly push: PushTarget | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** All that a topic is told. */
export interface TopicSettings {
  /** The full name. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** So long its messages can be sought by any of its subscriptions, whoever has acknowledged them. */
  readonly retentionMs: number | undefined;
  /** What messages must look like; absent: as they like. */
  readonly schema?: TopicSchema;
  /** Kept and shown only: nothing here is encrypted, or anywhere else than here. */
  readonly kmsKeyName?: string;
  readonly storage?: StoragePolicy;
}

/** Against what a topic's messages are held. */
export interface TopicSchema {
  /** The schema's full name; `_deleted-schema_` once it is gone. */
  readonly name: string;
  readonly encoding: "JSON" | "BINARY";
  /** The oldest and the newest revision that count; any where empty. */
  readonly firstRevision: string;
  readonly lastRevision: string;
}

/** Where a topic's messages may lie. */
export interface StoragePolicy {
  readonly regions: readonly string[];
  readonly isEnforcedInTransit: boolean;
}

/** All that a snapshot is told. */
export interface SnapshotSettings {
  /** The full name. */
  readonly name: string;
  readonly topic: string;
  readonly labels: Readonly<Record<string, string>>;
}
