// A body that lies in S3 as a queue has it: the form of the Amazon SQS Extended Client libraries, to write and to read.

import type { Attribute } from "../../core/message.ts";
import { type Claim, isOwnKey, type Pointer } from "../claims.ts";
import type { HeaderClaim } from "../header.ts";
import { CLAIM_MARKS, isClaimMark } from "./attributes.ts";
import type { SqsReceived, WireClaim } from "./wire.ts";

/** Java's name for what follows it; https://github.com/awslabs/payload-offloading-java-common-lib-for-aws */
const CLASS = "software.amazon.payloadoffloading.PayloadS3Pointer";
/** With a package of somebody's own in front, and as version 1 of the library wrote it. */
const CLASSES =
  /(^|\.)(software\.amazon\.payloadoffloading\.PayloadS3Pointer|com\.amazon\.sqs\.javamessaging\.MessageS3Pointer)$/;

/** What a queue holds of a body that lies in `bucket`; `body` says how it lies there. */
export function toPointer(
  { key, bytes, sha256, expiresAt }: Claim,
  bucket: string,
  body?: HeaderClaim["body"],
): WireClaim {
  const claim: HeaderClaim = { sha256, bytes, expiresAt, ...(body === undefined ? {} : { body }) };
  return {
    text: JSON.stringify([CLASS, { s3BucketName: bucket, s3Key: key }]),
    header: { claim },
    attribute: [CLAIM_MARKS[0], { type: "Number", value: String(bytes) }],
  };
}

/** Where a message points to, by whoever wrote it; nothing where it points nowhere, or not to where this source may look. */
export function fromPointer(
  { body, attributes }: Pick<SqsReceived, "body" | "attributes">,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): Pick<Pointer, "key" | "bytes"> | undefined {
  const size = CLAIM_MARKS.map((name) => attributes.get(name)?.value).find((value) => value !== undefined) ?? "";
  const bytes = /^\d{1,15}$/.test(size) ? Number(size) : undefined;
  const { s3BucketName, s3Key } = pointed(body) ?? {};
  if (bytes === undefined || s3BucketName !== bucket || typeof s3Key !== "string" || !isOwnKey(s3Key, prefix)) return;
  return { key: s3Key, bytes };
}

/** A body that is longer than a bucket's name and a key with all that is around them is not even parsed. */
const MOST_CHARACTERS = 10_000;

function pointed(body: string): { readonly s3BucketName?: unknown; readonly s3Key?: unknown } | undefined {
  if (body.length > MOST_CHARACTERS || !/^\s*\[/.test(body)) return undefined;
  try {
    const [name, pointer, ...more] = JSON.parse(body) as readonly unknown[];
    const isOne = typeof name === "string" && CLASSES.test(name) && more.length === 0;
    return isOne && typeof pointer === "object" && pointer !== null ? pointer : undefined;
  } catch {
    return undefined;
  }
}

/** The attributes without the one that tells of the pointer. */
export const withoutSize = (attributes: ReadonlyMap<string, Attribute>): ReadonlyMap<string, Attribute> =>
  new Map([...attributes].filter(([name]) => !isClaimMark(name)));
