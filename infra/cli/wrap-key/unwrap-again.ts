// The data key that a file has already, for another key to wrap it as well.

import { HopspanError } from "../../../shared/core/errors.ts";
import { regionOf } from "../../../shared/fabric/kms-key.ts";
import { unwrappedByAws } from "../../../shared/secrets/aws-kms.ts";
import { plainIn } from "../../../shared/secrets/google-kms.ts";
import type { WrappedKey } from "../../../shared/secrets/wrapped-key.ts";
import { ask } from "../../deploy/google-api.ts";
import { ownEnvironment } from "./own-environment.ts";

/** Of AWS KMS, in the caller's own name. Rejects with a `HopspanError` that names the key, and what KMS says. */
export const unwrapByAws = async (wrapped: WrappedKey, environment: NodeJS.ProcessEnv): Promise<Uint8Array> =>
  unwrappedByAws(wrapped, await ownEnvironment(regionOf(wrapped.key), environment)).catch(refusal(wrapped.key));

/** Of Cloud KMS, in the caller's own name. Rejects with a `HopspanError` that names the key, and what Cloud KMS says. */
export async function unwrapByGoogle(wrapped: WrappedKey, environment: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const additionalAuthenticatedData = Buffer.from(`hopspan:${wrapped.context}`).toString("base64");
  const body = { ciphertext: wrapped.ciphertext, additionalAuthenticatedData };
  const asking = { method: "POST", body, environment } as const;
  const answer = await ask<object>("cloudkms", `/v1/${wrapped.key}:decrypt`, asking).catch(refusal(wrapped.key));
  return plainIn(answer ?? {}, wrapped);
}

const refusal = (key: string) => (cause: unknown) => {
  // What is no answer of ours could quote the key.
  const why = cause instanceof HopspanError ? cause.message : "the answer is no JSON";
  throw new HopspanError("UNREACHABLE", `key ${key} has not unwrapped the data key: ${why}`, true);
};
