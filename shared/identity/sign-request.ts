// AWS's signature, version 4, for the few plain requests that are not worth a client of their own.

import { createHash, createHmac } from "node:crypto";
import { type HttpRequest, methodOf } from "./http-request.ts";

/** The keys of a role for a while: what Lambda puts into its environment. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The request with the headers that prove whose it is; good for some minutes around `at`. For a URL without a query and
 * with a path of plain characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signed(
  request: HttpRequest,
  { service, region, at }: { readonly service: string; readonly region: string; readonly at: Date },
  { accessKeyId, secretAccessKey, sessionToken }: AwsKeys,
): HttpRequest {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    "x-amz-date": time,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    methodOf(request),
    request.url.pathname,
    "",
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    // S3 wants the hash of the body as a header as well: it is not worked out twice.
    request.headers["x-amz-content-sha256"] ?? sha256(request.body ?? ""),
  ].join("\n");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const key = scope.reduce<string | Buffer>((under, part) => hmac(under, part), `AWS4${secretAccessKey}`);
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n");
  const proof = `Credential=${accessKeyId}/${scope.join("/")}, SignedHeaders=${names.join(";")}, Signature=${hmac(key, text).toString("hex")}`;
  return { ...request, headers: { ...headers, authorization: `AWS4-HMAC-SHA256 ${proof}` } };
}

const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
