// Claim check (https://www.enterpriseintegrationpatterns.com/patterns/messaging/StoreInLibrary.html): what every store of
// bodies and both brokers agree on, where a message only points to its body.

import { createHash } from "node:crypto";
import { DecodeError, SinkError } from "../core/errors.ts";
import type { Message } from "../core/message.ts";
import type { Budget } from "../core/ports.ts";

/** A body to be laid down. */
export interface Laid {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Of the bytes, in hex. */
  readonly sha256: string;
}

/** Where bodies lie: one bucket, or a folder that stands for it. Whatever it rejects with is a `HopspanError`. */
export interface ClaimStore {
  /**
   * Resolves, with the key under which the bytes lie, once the store has confirmed them and their checksum; to lay the
   * same down again is no error. Rejects with what is worth another try.
   */
  put(laid: Laid, budget: Budget): Promise<string>;
  /** Of an object of at most `mostBytes`. Rejects for good where it is gone, or larger. */
  get(key: string, mostBytes: number, budget: Budget): Promise<Uint8Array>;
}

/** Which bucket an endpoint's bodies lie in, as the fabric says it: no other is ever looked into. */
export interface ClaimPlace {
  readonly bucket: string;
  /** What all keys begin with; may be empty. */
  readonly prefix: string;
  readonly keepSeconds: number;
}

/** Where a body lies, and what it is, as its message says. */
export interface Pointer {
  readonly key: string;
  readonly bytes: number;
  /** In hex; absent where the sender has not said it. */
  readonly sha256?: string;
}

/** A pointer that we write ourselves, and until when its object lies there at least, in ms since 1970. */
export interface Claim extends Required<Pointer> {
  readonly expiresAt: number;
}

/**
 * The largest body that is fetched, and the most that one invocation fetches: it is in memory several times over before it
 * is sent. Ours: what a function of 1,024 MB has room for.
 */
export const CLAIM_LIMITS = { bodyBytes: 33_554_432, invocationBytes: 67_108_864 };

/** The hash of some bytes, in hex. */
export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/**
 * The key of a message's body at an endpoint: the same for the same message on one day, so that another try leaves no second
 * object. The day stands in it since a store counts a lifetime from when an object was made, and does not begin it anew.
 */
export function claimKey(message: Message, hash: string, { endpoint, prefix, now }: KeyPlace): string {
  const day = new Date(now).toISOString().slice(0, 10);
  return `${prefix}${endpoint}/${day}/${sha256(JSON.stringify([message.id, message.trail, hash]))}`;
}

/** `endpoint`: its name, so that who deletes what they have read takes nothing from readers elsewhere. `now`: ms since 1970. */
export interface KeyPlace {
  readonly endpoint: string;
  readonly prefix: string;
  readonly now: number;
}

/**
 * True for a key that is looked for: below the prefix, and without a step that a URL or a folder would take for a way up.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export const isOwnKey = (key: string, prefix: string): boolean =>
  key.startsWith(prefix) &&
  key.length > prefix.length &&
  Buffer.byteLength(key) <= KEY_BYTES &&
  key.isWellFormed() &&
  !/(^|\/)\.{1,2}(\/|$)|[\\\p{Cc}]/u.test(key);

/** Of both stores: https://cloud.google.com/storage/docs/objects#naming */
const KEY_BYTES = 1_024;

/** A key as the path of a URL: every character that is not plain is escaped, which AWS's signature wants. */
export const keyPath = (key: string): string =>
  key
    .split("/")
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join("/");

/** Worth another try: a right, a bucket or a network can be put right, and good messages must live to see it. */
export const storeError = (bucket: string, what: string, cause?: unknown): SinkError =>
  new SinkError("CLAIM_STORE", `bucket ${bucket} ${what}`, true, cause);

/** The object's lifetime was over, or somebody has deleted it: final. */
export const gone = (bucket: string): DecodeError =>
  new DecodeError("CLAIM_GONE", `the body is gone from bucket ${bucket}: its lifetime is over, or somebody deleted it`);

/** Not what the message says of it: final. */
export const damaged = (bucket: string, what: string): DecodeError =>
  new DecodeError("CLAIM_DAMAGED", `the body in bucket ${bucket} ${what}`);

/** Nobody could ever fetch it, and its sender still has it: final. */
export const tooLargeToLay = (message: Message, bytes: number, bucket: string): SinkError =>
  new SinkError(
    "CLAIM_TOO_LARGE",
    `message ${message.id} has a body of ${bytes} bytes: at most ${CLAIM_LIMITS.bodyBytes} are fetched from bucket ${bucket}`,
    false,
  );

/** More than a function holds: final. */
export const tooLarge = (bytes: number): DecodeError =>
  new DecodeError(
    "CLAIM_TOO_LARGE",
    `the message points to a body of ${bytes} bytes: at most ${CLAIM_LIMITS.bodyBytes} are fetched`,
  );
