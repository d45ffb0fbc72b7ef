// The few types that carry everything: what a source, a transform, a sink and dead letters owe to the relay.

import type { HopspanError, SinkError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Shape } from "./shape.ts";

/** The time that is left of an invocation, in milliseconds; falls to zero and below. */
export interface Budget {
  remainingMs(): number;
}

/** One thing that a broker handed us, still sealed. */
export interface Delivery {
  /** Names this delivery in the reply to the platform and in the log. */
  readonly receipt: string;
  /** The ordering key or message group whose deliveries must stay in order; absent where order means nothing. */
  readonly lane?: string;
  /** How often the broker has delivered it, from 1; absent where the broker doesn't say. */
  readonly attempt?: number;
  /** The platform's own form, untouched: what reaches the dead letters when all else fails. */
  readonly raw: unknown;
  /** Decodes. Throws `DecodeError` where the raw form is no message; pure, so a second call gives the same. */
  open(): Message;
}

/** A pure, synchronous step: `[]` drops, `[m]` maps, `[a, b]` splits. May throw anything: it is wrapped. */
export type Transform = (message: Message) => readonly Message[];

/** Decodes a platform's event and answers it. Does no I/O and never polls: platforms call us. */
export interface Source<Event, Reply> {
  /** In the order of the event. Throws only where the event as a whole is not of this platform. */
  receive(event: Event): readonly Delivery[];
  /**
   * There only where messages of this source may point to a body that lies elsewhere (a claim check): fetches those
   * bodies. One delivery for each, in order, with the same receipt, lane and raw form; `open` gives the whole message, or
   * throws why there is none: a `retryable` error where it may still come. Never rejects, and ends by the budget.
   */
  redeem?(this: void, deliveries: readonly Delivery[], budget: Budget): Promise<readonly Delivery[]>;
  /** Called once per invocation with exactly one outcome per delivery, in the order of `receive`. */
  settle(outcomes: readonly Outcome[]): Reply;
}

/**
 * What became of one message: the target has confirmed it (`sent`); it was not taken (`refused`); or it was not tried,
 * since something before it with its ordering key was refused for now, or the time ran out (`held`).
 */
export type SendResult =
  | { readonly kind: "sent" }
  | { readonly kind: "refused"; readonly error: SinkError }
  | { readonly kind: "held" };

export interface Sink {
  /**
   * Called once per invocation with everything there is to send; several invocations may call at the same time. Gives
   * one result per message, in the order of `messages`, and never throws for one message. Messages of one ordering key
   * arrive in the order given wherever the target can keep it: nothing behind one that was refused for now
   * (`retryable`) has been sent, and behind a final refusal the key goes on. Starts no request that the budget can't
   * wait for: what is not started by then is `held`.
   */
  send(messages: readonly Message[], budget: Budget): Promise<readonly SendResult[]>;
}

/** Why a delivery is hopeless, and where that was found: travels with it to the dead letters. */
export interface Reason {
  readonly link: string;
  readonly error: HopspanError;
  /** When it was given up, in milliseconds since 1970. */
  readonly at: number;
}

export interface DeadLetters {
  /**
   * Resolves once the broker has confirmed the raw form; rejects otherwise: the delivery is retried. Whatever the source
   * can deliver has room: it is the reason that gives way. Called for all burials of an invocation at once, but for those
   * of one lane, which follow each other: packs them into as few requests as the broker allows.
   */
  put(delivery: Delivery, reason: Reason, budget: Budget): Promise<void>;
}

/**
 * What became of one delivery: exactly one per delivery. `id` is the origin id, absent where it could not be read. `unburied`
 * says why a delivery is hopeless that comes again only since it could not be buried; its `error` says why not.
 */
export type Outcome = {
  readonly receipt: string;
  readonly id?: string;
  readonly attempt?: number;
} & (
  | { readonly kind: "relayed"; readonly messages: number }
  | { readonly kind: "dropped" }
  | { readonly kind: "dead"; readonly error: HopspanError }
  | { readonly kind: "retry"; readonly error: HopspanError; readonly unburied?: HopspanError }
);

/** What a transform's factory may ask for: read once per cold start, never inside the step itself. */
export interface Tools {
  /** The bytes of a named secret. Throws `ConfigError` where the fabric has none of this name. */
  secret(name: string): Uint8Array;
}

/** One entry of the transform table: a factory, and its options as plain JSON Schema, so no validator is loaded with it. */
export interface TransformPart {
  /** JSON Schema (draft 2020-12) of the options: what `check`, the editor's completion and the docs are made of. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * Called once per cold start with options that `check` has found to fit the schema. Throws `ConfigError` for what a
   * schema can't say (an expression that does not parse, an unknown secret).
   */
  create(options: unknown, tools: Tools): Transform;
  /**
   * What bodies look like behind the step, from what they look like before it: for `check` alone, which proves chains.
   * Absent, or `unknown` where it can't be told. Called with options that `create` has accepted.
   */
  shape?(options: unknown, before: Shape): Shape | "unknown";
}
