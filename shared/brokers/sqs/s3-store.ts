// Bodies in an S3 bucket: two plain requests, signed with the keys that also reach the queue.

import { environmentKeys } from "../../identity/aws-request.ts";
import { roleProvider } from "../../identity/aws-role.ts";
import type { HttpRequest } from "../../identity/http-request.ts";
import { type AwsKeys, signed } from "../../identity/sign-request.ts";
import { type ClaimStore, keyPath, sha256 } from "../claims.ts";
import { httpStore } from "../http-store.ts";
import type { S3Claims } from "./endpoint.ts";

/**
 * Honours `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL` and `AWS_USE_FIPS_ENDPOINT`. S3 itself checks every body that is laid down
 * against its SHA-256, and replaces what lies under the same key:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html. An object that is gone is told from
 * one that is hidden only to who may list the bucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function s3Store(
  { bucket, region }: Pick<S3Claims, "bucket" | "region">,
  env: NodeJS.ProcessEnv = process.env,
): ClaimStore {
  const provider = roleProvider(region, env);
  let forceRefresh = false;
  const keys = async (): Promise<AwsKeys> => {
    if (provider === undefined) return environmentKeys(env);
    const given = await provider({ forceRefresh });
    forceRefresh = false;
    return given;
  };
  const sign = async (request: HttpRequest): Promise<HttpRequest> =>
    signed(request, { service: "s3", region, at: new Date() }, await keys());
  const urlOf = (key: string) => new URL(`${rootOf(bucket, region, env)}/${keyPath(key)}`);

  return httpStore({
    name: bucket,
    putting: ({ key, bytes, sha256: hash }) =>
      sign({
        method: "PUT",
        url: urlOf(key),
        body: bytes,
        headers: {
          "content-type": "application/octet-stream",
          "x-amz-content-sha256": hash,
          "x-amz-checksum-sha256": Buffer.from(hash, "hex").toString("base64"),
        },
      }),
    getting: (key) => sign({ url: urlOf(key), headers: { "x-amz-content-sha256": EMPTY } }),
    refused: () => {
      forceRefresh = true;
    },
  });
}

const EMPTY = sha256("");

/** A bucket is a host of its own, but where a server stands in for S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
function rootOf(bucket: string, region: string, env: NodeJS.ProcessEnv): string {
  const other = env["AWS_ENDPOINT_URL_S3"] || env["AWS_ENDPOINT_URL"];
  if (other) return `${other.replace(/\/$/, "")}/${bucket}`;
  return `https://${bucket}.s3${env["AWS_USE_FIPS_ENDPOINT"] === "true" ? "-fips" : ""}.${region}.amazonaws.com`;
}
