// A data key as the environment of a function holds it: wrapped by a key of a KMS, which alone can unwrap it.

import { ConfigError } from "../core/errors.ts";
import { unreadable } from "./unreadable.ts";

/** `key` is a KMS's own name of its key, `ciphertext` base64, `context` what the data key is for: `FABRIC/SECRET`. */
export interface WrappedKey {
  readonly key: string;
  readonly ciphertext: string;
  readonly context: string;
}

/** What the errors call it: the names alone, and never the ciphertext, which is of no use to a reader. */
export const wrappedBy = ({ key }: WrappedKey): string => `the data key wrapped by ${key}`;

/** Fewer can be guessed; what encrypt expects, too. */
const FEWEST_BYTES = 32;

/**
 * The bytes of a data key out of the base64 that a KMS has answered with. Throws `SECRET_STORE` where there is no base64, and
 * `ConfigError` for what is shorter than 32 bytes, which no other answer would make longer.
 */
export function unwrapped(wrapped: WrappedKey, plain: unknown): Uint8Array {
  const bytes = typeof plain === "string" ? Buffer.from(plain, "base64") : undefined;
  if (bytes === undefined || bytes.length === 0 || bytes.toString("base64") !== plain)
    throw unreadable(wrappedBy(wrapped), "the answer holds no key");
  if (bytes.length >= FEWEST_BYTES) return bytes;
  throw wrongKey(
    `${wrappedBy(wrapped)} has ${bytes.length} bytes, at least ${FEWEST_BYTES} random ones were expected: make one with hopspan wrap-key`,
  );
}

/** What a KMS refuses for good: nothing but another ciphertext in the fabric file can mend it. `code` is the KMS's own. */
export const unfit = (wrapped: WrappedKey, code: string): ConfigError =>
  wrongKey(
    `${wrappedBy(wrapped)} can't be unwrapped for ${wrapped.context}: ${code}: it was wrapped by another key, for another fabric or secret, or was changed since: make one with hopspan wrap-key`,
  );

const wrongKey = (message: string) => new ConfigError([{ severity: "error", code: "SECRET", message }]);
