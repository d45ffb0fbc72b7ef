// Data keys on Google Cloud: unwrapped by Cloud KMS.

import { httpAnswer } from "../identity/http-request.ts";
import { accessToken } from "../identity/metadata-server.ts";
import { crc32c } from "./crc32c.ts";
import { googleCode, readAnswer } from "./read-answer.ts";
import { unreadable } from "./unreadable.ts";
import { unfit, unwrapped, type WrappedKey, wrappedBy } from "./wrapped-key.ts";

const HOST = "https://cloudkms.googleapis.com";

/** What Google's own command line honours too: https://cloud.google.com/sdk/gcloud/reference/topic/configurations */
const OVERRIDE = "CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS";

/** Of a ciphertext that is not this key's, or not of this context: https://cloud.google.com/apis/design/errors#handling_errors */
const FINAL = "INVALID_ARGUMENT";

/**
 * The bytes of a data key, as the function's service account may have them:
 * https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/decrypt. Rejects with
 * `SECRET_STORE` where Cloud KMS does not give them for now, with `ConfigError` where it never will, and with `NO_IDENTITY`
 * where nobody vouches for the function.
 */
export async function unwrappedByGoogle(wrapped: WrappedKey, env: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const url = new URL(`/v1/${wrapped.key}:decrypt`, env[OVERRIDE] || HOST);
  const headers = { authorization: `Bearer ${await accessToken(env)}`, "content-type": "application/json" };
  const additionalAuthenticatedData = Buffer.from(`hopspan:${wrapped.context}`).toString("base64");
  const body = JSON.stringify({ ciphertext: wrapped.ciphertext, additionalAuthenticatedData });
  const answer = await httpAnswer(() => ({ url, headers, body }));
  if (answer.status === 200) return plainIn(readAnswer(wrappedBy(wrapped), answer.body), wrapped);
  const code = googleCode(answer);
  throw answer.status === 400 && code === FINAL ? unfit(wrapped, code) : unreadable(wrappedBy(wrapped), code);
}

interface Opened {
  readonly plaintext?: unknown;
  readonly plaintextCrc32c?: unknown;
}

/**
 * The bytes in an answer of Cloud KMS. A key that was changed on its way would seal what nobody could open, so its checksum is
 * held against it: https://cloud.google.com/kms/docs/data-integrity-guidelines. Throws as `unwrappedByGoogle` rejects.
 */
export function plainIn({ plaintext, plaintextCrc32c: sum }: Opened, wrapped: WrappedKey): Uint8Array {
  const plain = unwrapped(wrapped, plaintext);
  if (sum === undefined || String(sum) === String(crc32c(plain))) return plain;
  throw unreadable(wrappedBy(wrapped), "the answer was changed on its way");
}
