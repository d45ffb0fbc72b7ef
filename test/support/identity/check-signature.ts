// What AWS does with a signed request: computes the signature anew with the secret that it knows.

import { createHash, createHmac } from "node:crypto";
import type { Asked } from "./loopback.ts";

export interface KnownKeys {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970, by AWS's clock. */
  readonly expiresAt: number;
}

/** Minutes by which a request may be off: https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html */
const MINUTES = 15;

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Nothing where the request is as it was signed, with keys that are known and still good; AWS's code of the refusal
 * otherwise. `now` is AWS's clock.
 */
export function signatureFault(
  { method, path, headers, body }: Asked,
  service: string,
  keysOf: (accessKeyId: string) => KnownKeys | undefined,
  now: number,
): string | undefined {
  const [, keyId = "", day = "", region = "", signedService, signedNames = "", signature] =
    FORM.exec(headers["authorization"] ?? "") ?? [];
  if (signature === undefined) return "MissingAuthenticationToken";
  const keys = keysOf(keyId);
  if (keys === undefined || headers["x-amz-security-token"] !== keys.sessionToken) return "InvalidClientTokenId";
  const time = headers["x-amz-date"] ?? "";
  const names = signedNames.split(";");
  const needed = ["host", "x-amz-date", ...(keys.sessionToken === undefined ? [] : ["x-amz-security-token"])];
  if (signedService !== service || needed.some((name) => !names.includes(name))) return "SignatureDoesNotMatch";
  const expected = sign(keys.secretAccessKey, [day, region, service, "aws4_request"], time, [
    method,
    new URL(path, "http://any").pathname,
    canonicalQuery(path),
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signedNames,
    sha256(body),
  ]);
  if (signature !== expected || !time.startsWith(day)) return "SignatureDoesNotMatch";
  const at = Date.parse(time.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (Math.abs(at - now) > MINUTES * 60_000) return "RequestExpired";
  return now >= keys.expiresAt ? "ExpiredToken" : undefined;
}

function sign(secret: string, scope: readonly string[], time: string, canonical: readonly string[]): string {
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical.join("\n"))].join("\n");
  let key = Buffer.from(`AWS4${secret}`);
  for (const part of [...scope, text]) key = createHmac("sha256", key).update(part).digest();
  return key.toString("hex");
}

function canonicalQuery(path: string): string {
  const pairs = [...new URL(path, "http://any").searchParams].map((pair) => pair.map(encodeURIComponent).join("="));
  return pairs.sort().join("&");
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
