// A data key wrapped by a key of Cloud KMS, in the name of whoever makes it.

import { HopspanError } from "../../../shared/core/errors.ts";
import { crc32c } from "../../../shared/secrets/crc32c.ts";
import { ask } from "../../deploy/google-api.ts";
import type { ToWrap } from "./to-wrap.ts";

/**
 * The ciphertext, in base64: https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt.
 * Rejects with a `HopspanError` that names the key, and what Cloud KMS says or that it does not answer.
 */
export async function wrapByGoogle({ key, plain, context }: ToWrap, environment: NodeJS.ProcessEnv): Promise<string> {
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
  // Cloud KMS refuses to wrap what was changed on its way: https://cloud.google.com/kms/docs/data-integrity-guidelines
  const body = {
    plaintext: base64(plain),
    plaintextCrc32c: String(crc32c(plain)),
    additionalAuthenticatedData: base64(`hopspan:${context}`),
  };
  const asking = { method: "POST", body, environment } as const;
  const answer = await ask<Answer>("cloudkms", `/v1/${key}:encrypt`, asking).catch((cause: unknown) => {
    if (!(cause instanceof HopspanError)) throw unwrapped(key, "the answer is no JSON", cause);
    // Of a key that was never asked nothing is known, and nothing is asked for.
    if (cause.cause !== undefined)
      throw unreachable(`key ${key} has not wrapped the data key: ${cause.message}`, cause);
    throw unwrapped(key, cause.message, cause);
  });
  if (answer === undefined) throw unwrapped(key, "there is no such key");
  const { ciphertext, ciphertextCrc32c } = answer;
  if (!ciphertext) throw unwrapped(key, "the answer holds no ciphertext");
  if (ciphertextCrc32c === undefined || ciphertextCrc32c === String(crc32c(Buffer.from(ciphertext, "base64"))))
    return ciphertext;
  throw unwrapped(key, "the answer was changed on its way");
}

interface Answer {
  readonly ciphertext?: string;
  readonly ciphertextCrc32c?: string;
}

const unwrapped = (key: string, why: string, cause?: unknown) =>
  unreachable(
    `key ${key} has not wrapped the data key (${why}): expected a symmetric key that is enabled, and roles/cloudkms.cryptoKeyEncrypter on it`,
    cause,
  );

const unreachable = (message: string, cause?: unknown) => new HopspanError("UNREACHABLE", message, true, cause);
