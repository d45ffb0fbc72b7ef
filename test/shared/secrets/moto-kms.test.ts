// Our requests against an AWS KMS that others wrote: its keys, its ciphertexts, its errors.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { wrapByAws } from "../../../infra/cli/wrap-key/wrap-by-aws.ts";
import { ConfigError } from "../../../shared/core/errors.ts";
import { awsAnswer } from "../../../shared/identity/aws-request.ts";
import { unwrappedByAws } from "../../../shared/secrets/aws-kms.ts";
import { motoMissing, startMoto } from "../../support/party/moto.ts";
import type { Party } from "../../support/party/process.ts";

const because = motoMissing === undefined ? "" : `: ${motoMissing}`;
const region = "eu-west-1";

describe.skipIf(motoMissing !== undefined)(`a data key in moto's KMS${because}`, { timeout: 90_000 }, () => {
  let party: Party;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    party = await startMoto();
    const keys = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
    for (const [name, value] of Object.entries(keys)) vi.stubEnv(name, value);
    env = { ...keys, AWS_REGION: region, AWS_ENDPOINT_URL_KMS: `http://${party.host}` };
  }, 90_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await party.stop();
  });

  async function aKey(): Promise<string> {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.CreateKey" };
    const { body } = await awsAnswer({ service: "kms", headers, body: "{}" }, env);
    return (JSON.parse(body) as { readonly KeyMetadata: { readonly Arn: string } }).KeyMetadata.Arn;
  }

  it("is wrapped, and unwrapped by the same key for the same fabric and name alone", async () => {
    const [key, other] = [await aKey(), await aKey()];
    const plain = Buffer.alloc(32, 5);
    const context = "retail/card-key";
    const ciphertext = await wrapByAws({ key, plain, context }, env);
    expect(Buffer.from(await unwrappedByAws({ key, ciphertext, context }, env))).toEqual(plain);
    const elsewhere = unwrappedByAws({ key, ciphertext, context: "retail/other" }, env);
    await expect(elsewhere).rejects.toThrow(ConfigError);
    await expect(elsewhere).rejects.toThrow("InvalidCiphertextException");
    // AWS itself says IncorrectKeyException; moto does not let us in.
    await expect(unwrappedByAws({ key: other, ciphertext, context }, env)).rejects.toThrow(other);
  });

  it("can be unwrapped later where there is no such key", async () => {
    const gone = (await aKey()).replace(/.{12}$/, "0".repeat(12));
    const wrapped = { key: gone, ciphertext: "AAAA", context: "retail/card-key" };
    await expect(unwrappedByAws(wrapped, env)).rejects.toMatchObject({ code: "SECRET_STORE", retryable: true });
  });
});
