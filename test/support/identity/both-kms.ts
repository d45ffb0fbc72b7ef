// Both clouds' KMS for tests: they really wrap, and unwrap only with the same key, in the same context, for who may.

import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { crc32c } from "../../../shared/secrets/crc32c.ts";
import type { AwsSts } from "./an-aws-sts.ts";
import { signatureFault } from "./check-signature.ts";
import { type Asked, type Loopback, loopback, type Said } from "./loopback.ts";

const [NONCE_BYTES, TAG_BYTES, MARK_BYTES] = [12, 16, 8];

const hash = (text: string) => createHash("sha256").update(text).digest();

/** As either KMS would: base64 of who has wrapped it, and of what no other context opens. */
export function wrap(key: string, plain: Uint8Array, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", hash(`master ${key}`), nonce).setAAD(Buffer.from(context));
  const mark = hash(key).subarray(0, MARK_BYTES);
  return Buffer.concat([mark, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function unwrap(key: string, ciphertext: string, context: string): Buffer | "other key" | "invalid" {
  const bytes = Buffer.from(ciphertext, "base64");
  if (!bytes.subarray(0, MARK_BYTES).equals(hash(key).subarray(0, MARK_BYTES))) return "other key";
  try {
    const nonce = bytes.subarray(MARK_BYTES, MARK_BYTES + NONCE_BYTES);
    const opening = createDecipheriv("aes-256-gcm", hash(`master ${key}`), nonce, { authTagLength: TAG_BYTES });
    opening.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([opening.update(bytes.subarray(MARK_BYTES + NONCE_BYTES, -TAG_BYTES)), opening.final()]);
  } catch {
    return "invalid";
  }
}

const say = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) });

/** AWS's context as one text, whatever the order of its keys. */
export const awsContext = (context: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(context).toSorted());

/** AWS KMS in one region, with these keys; `now` is AWS's clock. */
export const anAwsKms = (
  { keys: roles }: Pick<AwsSts, "keys">,
  held: readonly string[],
  now: () => number,
): Promise<Loopback> =>
  loopback((asked) => {
    const fault = signatureFault(asked, "kms", (id) => roles.get(id), now());
    const said = JSON.parse(asked.body) as AskedOfAws;
    const refuse = (code: string) => say({ __type: code, message: `of ${said.KeyId}` }, 400);
    if (fault !== undefined) return refuse(fault);
    if (regionOf(asked) !== said.KeyId.split(":")[3] || !held.includes(said.KeyId)) return refuse("NotFoundException");
    const context = awsContext(said.EncryptionContext ?? {});
    if (asked.headers["x-amz-target"] === "TrentService.Encrypt") {
      const ciphertext = wrap(said.KeyId, Buffer.from(said.Plaintext ?? "", "base64"), context);
      return say({ KeyId: said.KeyId, CiphertextBlob: ciphertext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
    }
    if (asked.headers["x-amz-target"] !== "TrentService.Decrypt") return refuse("InvalidAction");
    const plain = unwrap(said.KeyId, said.CiphertextBlob ?? "", context);
    if (plain === "other key") return refuse("IncorrectKeyException");
    if (plain === "invalid") return refuse("InvalidCiphertextException");
    return say({ KeyId: said.KeyId, Plaintext: plain.toString("base64"), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
  });

interface AskedOfAws {
  readonly KeyId: string;
  readonly CiphertextBlob?: string;
  readonly Plaintext?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

/** The region that a request was signed for, as KMS sees which of its regions is asked. */
const regionOf = ({ headers }: Asked): string | undefined => headers["authorization"]?.split("/")[2];

/** Cloud KMS, with these keys. Functions bring a token of the metadata server; `lets` says who else may ask. */
export const aGoogleKms = (held: readonly string[], lets = /^Bearer access-\d+$/): Promise<Loopback> =>
  loopback(({ path, headers, method, body }) => {
    const refuse = (status: number, code: string) =>
      say({ error: { code: status, message: `no ${path}`, status: code } }, status);
    if (!lets.test(headers["authorization"] ?? "")) return refuse(401, "UNAUTHENTICATED");
    const [, key = "", action] = /^\/v1\/(.+):(encrypt|decrypt)$/.exec(path) ?? [];
    if (method !== "POST" || !held.includes(key)) return refuse(404, "NOT_FOUND");
    const said = JSON.parse(body) as AskedOfGoogle;
    const context = Buffer.from(said.additionalAuthenticatedData ?? "", "base64").toString();
    if (action === "encrypt") {
      const given = Buffer.from(said.plaintext ?? "", "base64");
      if (said.plaintextCrc32c !== String(crc32c(given))) return refuse(400, "INVALID_ARGUMENT");
      const ciphertext = wrap(key, given, context);
      const sum = String(crc32c(Buffer.from(ciphertext, "base64")));
      return say({
        name: `${key}/cryptoKeyVersions/1`,
        ciphertext,
        ciphertextCrc32c: sum,
        verifiedPlaintextCrc32c: true,
      });
    }
    const plain = unwrap(key, said.ciphertext ?? "", context);
    if (typeof plain === "string") return refuse(400, "INVALID_ARGUMENT");
    const plaintextCrc32c = String(crc32c(plain));
    return say({
      plaintext: plain.toString("base64"),
      plaintextCrc32c,
      usedPrimary: true,
      protectionLevel: "SOFTWARE",
    });
  });

interface AskedOfGoogle {
  readonly ciphertext?: string;
  readonly plaintext?: string;
  readonly plaintextCrc32c?: string;
  readonly additionalAuthenticatedData?: string;
}
