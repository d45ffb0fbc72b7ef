// Values sealed under a data key: what encrypt writes and decrypt opens.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { ConfigError, TransformError } from "../../core/errors.ts";
import { type Json, parseJson } from "../../core/json.ts";

/** One data key, ready for use. */
export interface Key {
  /** Tells this key from others in what it has sealed; says nothing of the key itself. */
  readonly id: Buffer;
  readonly sealing: Buffer;
  readonly naming: Buffer;
}

const MARK = "sealed1.";
const [ID_BYTES, NONCE_BYTES, TAG_BYTES] = [4, 12, 16];

/** Shorter keys can be guessed; ours, and what KMS gives as a data key. */
const FEWEST_KEY_BYTES = 32;

/** Throws `ConfigError` for a secret of less than 32 bytes. */
export function keyOf(name: string, secret: Uint8Array): Key {
  if (secret.length < FEWEST_KEY_BYTES) {
    const message = `secret ${name} has ${secret.length} bytes, at least ${FEWEST_KEY_BYTES} random ones were expected`;
    throw new ConfigError([{ severity: "error", code: "SECRET", message }]);
  }
  const derived = (use: string, bytes: number) => Buffer.from(hkdfSync("sha256", secret, "", `hopspan ${use}`, bytes));
  return { id: derived("id", ID_BYTES), sealing: derived("sealing", 32), naming: derived("naming", 32) };
}

/**
 * AES-256-GCM over the value's JSON text, as `sealed1.` and base64url of key id, nonce, text and tag. The nonce is made of
 * the key, of `context` (whatever tells one message and place from another) and of the text: the same always gives the
 * same, as a step must, and no nonce ever serves two texts. Equal values under different contexts look different.
 */
export function seal(value: Json, key: Key, context: string): string {
  const text = Buffer.from(JSON.stringify(value));
  const named = createHmac("sha256", key.naming)
    .update(String(context.length))
    .update(":")
    .update(context)
    .update(text);
  const nonce = named.digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.sealing, nonce).setAAD(key.id);
  const sealed = Buffer.concat([key.id, nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return MARK + sealed.toString("base64url");
}

/** The value, its numbers as they were written. Throws `TransformError` SEAL, for whatever reason: never a guess. */
export function open(sealed: Json, keys: readonly Key[]): Json {
  const bytes = typeof sealed === "string" && sealed.startsWith(MARK) ? bytesOf(sealed.slice(MARK.length)) : undefined;
  if (bytes === undefined || bytes.length < ID_BYTES + NONCE_BYTES + TAG_BYTES)
    throw unsealed("what encrypt has sealed");
  const key = keys.find(({ id }) => id.equals(bytes.subarray(0, ID_BYTES)));
  if (key === undefined) throw unsealed("a value sealed by a key that this step has");
  try {
    const nonce = bytes.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
    const text = bytes.subarray(ID_BYTES + NONCE_BYTES, -TAG_BYTES);
    const cipher = createDecipheriv("aes-256-gcm", key.sealing, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(key.id).setAuthTag(bytes.subarray(-TAG_BYTES));
    return parseJson(Buffer.concat([cipher.update(text), cipher.final()]).toString()).value;
  } catch {
    throw unsealed("a value that nobody has changed");
  }
}

/** Strict, so that one sealed value has one text. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

const unsealed = (wanted: string) => new TransformError("SEAL", `${wanted} was expected in the field to be decrypted`);
