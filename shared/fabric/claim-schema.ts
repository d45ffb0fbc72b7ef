// What the file may say about a claim check: the bucket in which bodies lie that are too large for a queue or a topic.

import { z } from "zod";
import { PUBSUB_LIMITS } from "../brokers/pubsub/endpoint.ts";
import { SQS_LIMITS } from "../brokers/sqs/endpoint.ts";
import { duration } from "./duration.ts";
import { keyed } from "./keyed.ts";
import { gcsBucket } from "./names.ts";

const form = (pattern: RegExp, expected: string) => {
  const error = `must be ${expected}`;
  return z.string({ error }).regex(pattern, { error });
};

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; without dots, which S3's certificate does not
 * cover: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
const s3ClaimBucket = form(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "the name of an S3 bucket: 3 to 63 of a-z, 0-9 and -, without dots",
);

/** Plain characters only: it stands in a policy, where others would mean something. */
const prefix = form(
  /^(?=.{1,200}$)([A-Za-z0-9][A-Za-z0-9._-]*\/)+$/,
  "names of letters, digits and ._- with a / behind each, as claims/ or team/claims/",
);

/** Below this a pointer, with all that goes along, would save nothing; ours, in bytes. */
const LEAST_BYTES = 4_096;

const common = (most: number) => ({
  existing: z
    .boolean({ error: "must be true or false" })
    .optional()
    .describe("The bucket is there already: its lifecycle is its owner's."),
  prefix: prefix.optional().describe("What all keys begin with; no other is ever looked into. Default: none."),
  aboveBytes: z
    .int({ error: `must be a whole number of bytes from ${LEAST_BYTES} to ${most}` })
    .min(LEAST_BYTES, { error: `must be a whole number of bytes from ${LEAST_BYTES} to ${most}` })
    .max(most, { error: `must be a whole number of bytes from ${LEAST_BYTES} to ${most}` })
    .optional()
    .describe(`Messages that weigh more go there, attributes included. Default: what can't go otherwise, ${most}.`),
  keep: duration(86_400, 31_536_000)
    .optional()
    .describe("How long bodies stay at least. Default: as long as a message can wait, dead letters included."),
});

/** On a queue. */
export const s3ClaimSchema = keyed(
  {
    bucket: s3ClaimBucket.describe(
      "The S3 bucket, in the queue's region; made by the fabric unless `existing` says otherwise.",
    ),
    ...common(SQS_LIMITS.messageBytes),
  },
  "{ bucket: BUCKET }",
).describe("Bodies that are too large lie in S3, as the Amazon SQS Extended Client libraries write and read them.");

/** On a topic. */
export const gcsClaimSchema = keyed(
  {
    bucket: gcsBucket.describe("The bucket, made by the fabric unless `existing` says otherwise."),
    ...common(PUBSUB_LIMITS.messageBytes),
  },
  "{ bucket: BUCKET }",
).describe("Bodies that are too large lie in Cloud Storage, and messages point there.");

/** A claim check as written. */
export type WrittenClaim = z.output<typeof s3ClaimSchema>;
