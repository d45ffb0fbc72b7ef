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
}

/** All that a subscription is told; names are full ones. */
export interface SubscriptionSettings {
  readonly name: string;
  /** `_deleted-topic_` once the topic is gone. */
  readonly topic: string;
  /** Never changes. */
  readonly isOrdered: boolean;
  readonly ackDeadlineMs: number;
  /** What is older is dropped, acknowledged or not. */
  readonly retentionMs: number;
  /** Kept and shown only: no subscription here is idle for a day. Absent: never. */
  readonly expirationMs: number | undefined;
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
  /** Kept and shown only: it matters to those who seek, and nobody can yet. */
  readonly retentionMs: number | undefined;
}
