// Data keys on AWS: unwrapped by KMS, in the region of the key that has wrapped them.

import { awsAnswer, awsCode } from "../identity/aws-request.ts";
import { readAnswer } from "./read-answer.ts";
import { unreadable } from "./unreadable.ts";
import { unfit, unwrapped, type WrappedKey, wrappedBy } from "./wrapped-key.ts";

/**
 * Says that this ciphertext will never be unwrapped by this key in this context; all else can be put right while messages
 * wait: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors
 */
const FINAL: ReadonlySet<string> = new Set([
  "IncorrectKeyException",
  "InvalidCiphertextException",
  "InvalidKeyUsageException",
]);

/**
 * The bytes of a data key, as the function's role may have them. Rejects with `SECRET_STORE` where KMS does not give them for
 * now, with `ConfigError` where it never will, and with `NO_IDENTITY` where the function has no keys to ask with.
 */
export async function unwrappedByAws(wrapped: WrappedKey, env: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const [, , , region = ""] = wrapped.key.split(":");
  const answer = await awsAnswer(
    {
      service: "kms",
      region,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.Decrypt" },
      body: JSON.stringify({
        KeyId: wrapped.key,
        CiphertextBlob: wrapped.ciphertext,
        EncryptionContext: { hopspan: wrapped.context },
      }),
    },
    env,
  );
  if (answer.status === 200)
    return unwrapped(wrapped, readAnswer<{ Plaintext: unknown }>(wrappedBy(wrapped), answer.body).Plaintext);
  const code = awsCode(answer);
  throw FINAL.has(code) ? unfit(wrapped, code) : unreadable(wrappedBy(wrapped), code);
}
