// What the cost of a link depends on: a plain description that a function's plan fits almost as it is.

/** A queue; an `SqsEndpoint` is one. */
export interface QueueShape {
  readonly broker: "sqs";
  readonly fifo: boolean;
  readonly region: string;
  /** Present where a KMS key encrypts the queue. */
  readonly kmsKey?: string;
}

/** A topic; a `PubsubEndpoint` is one, the last two are of its plan. */
export interface TopicShape {
  readonly broker: "pubsub";
  readonly ordered: boolean;
  readonly region: string;
  /** Where its messages land without a function; `keyed` is a table whose rows replace each other. */
  readonly landing?: "bigquery" | "keyed" | "gcs";
  /** How long it keeps what this link brings or takes; absent where it keeps nothing, or others do for it. */
  readonly retentionSeconds?: number;
  /** Functions of the user's own that Pub/Sub runs on each message; other people's topics may have some. */
  readonly udfs?: number;
}

/** What is written per invocation, and for how long it is kept. */
export interface LogShape {
  /** Hopspan's own summary line. */
  readonly summaries: boolean;
  /** At most one summary per instance in this time; absent: one per invocation. In seconds. */
  readonly summarySeconds?: number;
  /** Lambda's START, END and REPORT lines, or Cloud Run's request log. */
  readonly platform: boolean;
  readonly retentionDays: number;
}

interface Common {
  readonly name: string;
  /** The endpoint of its hop that it takes from; absent behind a splitter, which has taken already. */
  readonly takes?: string;
  /** Where the function runs. */
  readonly region: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Invocations at a time (Lambda), or instances (Cloud Run); absent: no limit of ours. */
  readonly maxConcurrency?: number;
  readonly targets: readonly (QueueShape | TopicShape)[];
  /** The part of all messages that each target gets, in the order of `targets`; absent where each gets all of them. */
  readonly shares?: readonly number[];
  /** How many secrets its transforms read. */
  readonly secrets: number;
  readonly logs: LogShape;
}

/** A link from a queue: polled by Lambda. */
export interface LambdaShape extends Common {
  readonly cloud: "aws";
  readonly source: QueueShape;
  readonly batch: { readonly maxMessages: number; readonly windowSeconds: number };
  /** Present where pollers are provisioned. */
  readonly pollers?: { readonly min?: number | undefined; readonly max?: number | undefined };
}

/** A link from a topic: pushed to Cloud Run, one message a request. */
export interface RunShape extends Common {
  readonly cloud: "gcp";
  readonly source: TopicShape;
  /** vCPUs of an instance, and how many requests it handles at a time. */
  readonly cpu: number;
  readonly concurrency: number;
  /** How long a message may wait in its instance for others, so that they share a request. */
  readonly lingerMs: number;
}

export type LinkShape = LambdaShape | RunShape;

/** What a fabric has once, whatever its links carry. */
export interface FabricShape {
  readonly alarms: number;
  readonly dashboards: number;
  readonly customMetrics: number;
  /** Conditions of Google's alerting policies. */
  readonly alertConditions: number;
  /** Topics that land somewhere, and that no link sends to: nobody says how much comes. */
  readonly unmetered?: readonly string[];
}

/** The part of all messages that a target gets, from 0 to 1. */
export const shareOf = ({ shares }: LinkShape, target: number): number => shares?.[target] ?? 1;

/** How many targets a message goes to on average. */
export const copiesOf = (shape: LinkShape): number =>
  shape.targets.reduce((sum, _, target) => sum + shareOf(shape, target), 0);

/** `sqs-to-pubsub` and so on. */
export const crossingOf = ({ source, targets }: LinkShape): string =>
  `${source.broker}-to-${targets[0]?.broker ?? source.broker}`;
