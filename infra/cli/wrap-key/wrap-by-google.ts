// A data key wrapped by a key of Cloud KMS, in the name of whoever makes it.

import { HopspanError } from "../../../shared/core/errors.ts";
import { ask } from "../../deploy/google-api.ts";
import type { ToWrap } from "./to-wrap.ts";

/**
 * The ciphertext, in base64: https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt.
 * Rejects with a `HopspanError` that names the key, and what Cloud KMS says or that it does not answer.
 */
export async function wrapByGoogle({ key, plain, context }: ToWrap, environment: NodeJS.ProcessEnv): Promise<string> {
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
  const body = { plaintext: base64(plain), additionalAuthenticatedData: base64(`hopspan:${context}`) };
  const answer = await ask<{ readonly ciphertext?: string }>("cloudkms", `/v1/${key}:encrypt`, {
    method: "POST",
    body,
    environment,
  }).catch((cause: unknown) => {
    throw unwrapped(key, cause instanceof HopspanError ? cause.message : "the answer is no JSON", cause);
  });
  if (answer?.ciphertext) return answer.ciphertext;
  throw unwrapped(key, answer === undefined ? "there is no such key" : "the answer holds no ciphertext");
}

const unwrapped = (key: string, why: string, cause?: unknown) =>
  new HopspanError(
    "UNREACHABLE",
    `key ${key} has not wrapped the data key (${why}): expected a symmetric key that is enabled, and roles/cloudkms.cryptoKeyEncrypter on it`,
    true,
    cause,
  );
