// A data key wrapped by a key of AWS KMS, in the name of whoever makes it.

import { HopspanError } from "../../../shared/core/errors.ts";
import { regionOf } from "../../../shared/fabric/kms-key.ts";
import { awsAnswer, awsCode } from "../../../shared/identity/aws-request.ts";
import { readAnswer } from "../../../shared/secrets/read-answer.ts";
import { ownEnvironment } from "./own-environment.ts";
import type { ToWrap } from "./to-wrap.ts";

/**
 * The ciphertext, in base64: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html. Rejects with a `HopspanError`
 * that names the key and KMS's own code, and `UNREACHABLE` where there are no credentials or nobody answers.
 */
export async function wrapByAws({ key, plain, context }: ToWrap, environment: NodeJS.ProcessEnv): Promise<string> {
  const region = regionOf(key);
  const asked = {
    service: "kms",
    region,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.Encrypt" },
    body: JSON.stringify({
      KeyId: key,
      Plaintext: Buffer.from(plain).toString("base64"),
      EncryptionContext: { hopspan: context },
    }),
  } as const;
  const answer = await awsAnswer(asked, await ownEnvironment(region, environment)).catch((cause: unknown) => {
    throw new HopspanError(
      "UNREACHABLE",
      cause instanceof Error ? cause.message : "AWS KMS did not answer",
      true,
      cause,
    );
  });
  const { CiphertextBlob } = answer.status === 200 ? readAnswer<{ CiphertextBlob: string }>(key, answer.body) : {};
  if (CiphertextBlob) return CiphertextBlob;
  throw new HopspanError(
    "NOT_WRAPPED",
    `key ${key} has not wrapped the data key (${awsCode(answer)}): expected a symmetric key that is enabled, and kms:Encrypt on it`,
    false,
  );
}
