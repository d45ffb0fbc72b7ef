// One resolved edge of the map: what a hop compiles into, and all that a deployed function is told.

import type { PubsubEndpoint } from "../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";

export type Endpoint = SqsEndpoint | PubsubEndpoint;

/** The kind of a link, and the name of the bundle that carries it. */
export type Crossing = `${Endpoint["broker"]}-to-${Endpoint["broker"]}`;

/** A transform as the fabric names it: `options` has passed the factory's own check. */
export interface TransformStep {
  readonly name: string;
  readonly options?: unknown;
}

/**
 * How one target is chosen for each message, after the transforms. A target is its place in the link's `targets`, or
 * `ELSEWHERE` (-1) where another link of the hop takes what goes there. `route`: the first branch whose expression is
 * true, and a message that none takes is refused; `weight`: by chance in proportion, and `targets` has one place for each
 * weight.
 */
export type Choice =
  | { readonly kind: "route"; readonly branches: readonly { readonly when?: string; readonly target: number }[] }
  | { readonly kind: "weight"; readonly weights: readonly number[]; readonly targets: readonly number[] };

/** How messages are joined for a target; `of` events: their content type says that it is a batch, and each was encoded before. */
export interface Join {
  readonly of: "messages" | "events";
  readonly maxMessages: number;
  readonly maxBytes: number;
  readonly as: "json-array" | "ndjson";
  readonly attributes: "same" | "drop" | "inside";
  /** An expression; only messages for which it gives the same are joined. */
  readonly by?: string;
}

interface LinkOf<From extends Endpoint, To extends Endpoint> {
  /** `fabric/hop`, with `.source` and `.target` behind it where the hop lists several; unique, and what trails hold. */
  readonly name: string;
  readonly source: From;
  /** One target; several only in a splitter, which copies a queue into an inner queue per target, and with a `choice`. */
  readonly targets: readonly [To, ...To[]];
  readonly transforms: readonly TransformStep[];
  /** Absent: each message goes to all targets. */
  readonly choice?: Choice;
  /** What a message goes through for one target only, as it is sent, one list per target; absent where no target asks for anything. */
  readonly endings?: readonly (readonly TransformStep[])[];
  /** How messages of one invocation become one, for each target; absent: each is sent on its own. */
  readonly joins?: readonly Join[];
  /** Hops, as `fabric/hop`, from which nothing is taken back; absent where the hop is no way of a two-way bridge. */
  readonly opposites?: readonly string[];
  /** The most messages that one instance of the function sends in a second; joined ones count as one. */
  readonly messagesPerSecond?: number;
  /** On the source's cloud, made by the fabric. */
  readonly deadLetters: From;
  /** How long one invocation may take; also the acknowledgement deadline of a push. */
  readonly timeoutSeconds: number;
  /** How often a delivery is tried before the broker itself moves it to the dead letters. */
  readonly attempts: number;
}

/** A queue is polled in batches by the platform; `batch` says how large they grow and how long they may wait. */
export interface SqsLink<To extends Endpoint = Endpoint> extends LinkOf<SqsEndpoint, To> {
  readonly crossing: `sqs-to-${To["broker"]}`;
  readonly batch: { readonly maxMessages: number; readonly windowSeconds: number };
}

/** A topic is pushed through a subscription of the link's own. */
export interface PubsubLink<To extends Endpoint = Endpoint> extends LinkOf<PubsubEndpoint, To> {
  readonly crossing: `pubsub-to-${To["broker"]}`;
  /** The subscription's name, without project. */
  readonly subscription: string;
  /** How long a refused delivery rests, from its first failure on. */
  readonly backoff: { readonly firstDelaySeconds: number; readonly maxDelaySeconds: number };
}

/** A queue holds fewer attributes than a topic. */
interface ToQueue {
  /** Names of attributes that stay in plain sight first; absent where the hop names none. */
  readonly keep?: readonly string[];
}

export type Link =
  | (SqsLink<SqsEndpoint> & ToQueue)
  | SqsLink<PubsubEndpoint>
  | (PubsubLink<SqsEndpoint> & ToQueue)
  | PubsubLink<PubsubEndpoint>;

/** The link of one crossing. */
export type LinkFor<Name extends Crossing> = Extract<Link, { readonly crossing: Name }>;
