// What a refused publish means: whose fault it was, read from the status that Pub/Sub gave.

import { SinkError } from "../../core/errors.ts";
import { NO_IDENTITY } from "../../identity/identity-error.ts";
import { TIMEOUT } from "../request.ts";

interface Fate {
  readonly code: string;
  readonly retryable: boolean;
}

const later = (code: string): Fate => ({ code, retryable: true });
const never = (code: string): Fate => ({ code, retryable: false });

/**
 * gRPC's status codes (https://grpc.io/docs/guides/status-codes/) as Pub/Sub uses them
 * (https://cloud.google.com/pubsub/docs/reference/error-codes). Only what the message itself is to blame for is final:
 * a missing topic, right, quota or key can be put right, and good messages must live to see it.
 */
export const FATES: Readonly<Record<number, Fate>> = {
  1: later("CANCELLED"),
  2: later("UNKNOWN"),
  /** A limit is exceeded, or the topic's schema refuses the message: the same again the next time. */
  3: never("INVALID_ARGUMENT"),
  /** May have been carried out after all: like any request without an answer. */
  4: later(TIMEOUT),
  /** Also right after the topic was made. */
  5: later("NOT_FOUND"),
  6: later("ALREADY_EXISTS"),
  7: later("PERMISSION_DENIED"),
  8: later("RESOURCE_EXHAUSTED"),
  /** Billing is off, or the topic's encryption key can't be used. */
  9: later("FAILED_PRECONDITION"),
  10: later("ABORTED"),
  /** A value beyond what the field can hold. */
  11: never("OUT_OF_RANGE"),
  12: later("UNIMPLEMENTED"),
  13: later("INTERNAL"),
  14: later("UNAVAILABLE"),
  15: later("DATA_LOSS"),
  16: later("UNAUTHENTICATED"),
};

/** Nothing has reached Pub/Sub: no credentials, or a client that can't be made. */
export const NO_PUBLISHER = "NO_PUBLISHER";

/** How gRPC tells of a token that the client could not get: what follows is our own text, unless a server mocks it. */
const NO_TOKEN = new RegExp(`^Getting metadata from plugin failed with error: (${NO_IDENTITY}: .*)`, "s");

/** More than our own text has; ours. */
const MOST_CHARACTERS = 500;

/** The refusal of a token that Pub/Sub itself does not take, whatever it says of its lifetime. */
export const TOKEN_REFUSED = "UNAUTHENTICATED";

/** What was thrown by a publish as a `SinkError`. Pub/Sub's own words may quote the message: they stay in the cause. */
export function publishError(thrown: unknown, topic: string): SinkError {
  const { code: status, details } = Object(thrown) as { readonly code?: unknown; readonly details?: unknown };
  const fate = typeof status === "number" ? FATES[status] : undefined;
  if (fate === undefined) return new SinkError(NO_PUBLISHER, `no publisher for ${topic} could be made`, true, thrown);
  const ours = typeof details === "string" ? NO_TOKEN.exec(details)?.[1] : undefined;
  if (ours !== undefined) {
    const said = ours.slice(0, MOST_CHARACTERS).replace(/[^ -~]/g, "?");
    return new SinkError(NO_IDENTITY, `publishing to ${topic} ended with ${said}`, true);
  }
  return new SinkError(fate.code, `publishing to ${topic} ended with ${fate.code}`, fate.retryable, thrown);
}
