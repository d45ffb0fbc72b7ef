// What a party has to offer so that the conformance suites can be run against it: a broker of ours, or a stranger's.

import type { Attribute } from "../../shared/core/message.ts";
import type { DeadLetters, Delivery, Outcome, Sink } from "../../shared/core/ports.ts";

/** A broker at one party: the memory, a local server, somebody else's emulator. */
export interface BrokerHarness {
  /** For instance `sqs on the local server`. */
  readonly name: string;
  readonly broker: "memory" | "sqs" | "pubsub";
  /**
   * Behaviours that this party can't do, by name, each with the reason. They are run and must fail: so that a new gap
   * fails, and a closed one too.
   */
  readonly gaps?: Readonly<Record<string, string>>;
  /** New and empty endpoints of their own for every call. */
  open(options: { readonly ordered: boolean }): Promise<OpenBroker>;
}

/** What a stranger sends. */
export interface ForeignMessage {
  readonly body: Uint8Array;
  readonly attributes?: ReadonlyMap<string, Attribute>;
  readonly orderingKey?: string;
}

/** One endpoint with both its ends, and one for dead letters. */
export interface OpenBroker {
  readonly sink: Sink;
  readonly deadLetters: DeadLetters;
  /** What a system that knows nothing of us would send. */
  sendForeign(message: ForeignMessage): Promise<void>;
  /** The next event of the platform, as its source gives it; nothing where none came within a moment. */
  take(): Promise<Taken | undefined>;
  /** Everything that lies on the dead-letter endpoint. */
  buried(): Promise<readonly Buried[]>;
  close(): Promise<void>;
}

/** An event of the platform, and how to answer it. */
export interface Taken {
  readonly deliveries: readonly Delivery[];
  settle(outcomes: readonly Outcome[]): Promise<void>;
}

/** One dead letter: the body as it lies there, and the reason. */
export interface Buried {
  readonly body: Uint8Array;
  readonly reason: Readonly<Record<string, unknown>>;
}

/** One thing that a broker must do. */
export interface Behaviour {
  readonly name: string;
  readonly ordered: boolean;
  act(broker: OpenBroker, harness: BrokerHarness): Promise<void>;
}

const behaviour =
  (ordered: boolean) =>
  (name: string, act: Behaviour["act"]): Behaviour => ({ name, ordered, act });

/** On an endpoint that keeps the order of every key. */
export const inOrder = behaviour(true);
/** On one that keeps none. */
export const inAnyOrder = behaviour(false);
