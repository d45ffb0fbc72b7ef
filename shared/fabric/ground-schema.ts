// What the file may say about the ground that a fabric stands on: where its state is kept, who is told, what is billed.

import { z } from "zod";
import { keyed } from "./keyed.ts";
import { awsRegion, gcsBucket, s3Bucket } from "./names.ts";

const text = (pattern: RegExp, expected: string) => {
  const error = `must be ${expected}`;
  return z.string({ error }).regex(pattern, { error });
};

/** Where terraform keeps what it made. https://developer.hashicorp.com/terraform/language/backend */
export const stateSchema = keyed(
  {
    gcs: keyed(
      {
        bucket: gcsBucket.describe("The bucket, which is there already."),
        prefix: z.string().optional().describe("A folder in it. Default: `hopspan/FABRIC`."),
      },
      "{ bucket: NAME }",
    )
      .optional()
      .describe("In a Cloud Storage bucket."),
    s3: keyed(
      {
        bucket: s3Bucket.describe("The bucket, which is there already."),
        key: text(/^(?!\/).*[^/]$/, "the key of an object, with no / at either end")
          .optional()
          .describe("The object in it. Default: `hopspan/FABRIC.tfstate`."),
        region: awsRegion.optional().describe("The bucket's region. Default: that of `aws`."),
      },
      "{ bucket: NAME }",
    )
      .optional()
      .describe("In an S3 bucket, locked by S3 itself."),
    local: z
      .string({ error: "must be a path" })
      .min(1)
      .optional()
      .describe("In a file, by its path from the fabric file."),
  },
  "where state is kept: { gcs: { bucket: NAME } }",
)
  .refine((state) => Object.values(state).filter((way) => way !== undefined).length === 1, {
    error: "must name exactly one of gcs, s3, local",
  })
  .describe(
    "Where terraform keeps its state of the Google half. Default: a file under `.hopspan` beside the fabric file.",
  );

/** Who is told when something is wrong. */
export const alarmsSchema = keyed(
  {
    email: z
      .array(text(/^[^\s@]+@[^\s@]+$/, "an e-mail address"), { error: "must be a list of e-mail addresses" })
      .optional()
      .describe("Addresses that both clouds write to; each has to confirm once."),
  },
  "{ email: [ADDRESS] }",
).describe("Who is told when an alarm goes off. The SNS topic and the alarms are made in any case.");

/** A resource has at most 50, and the fabric's own is one: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MOST_TAGS = 49;

/**
 * Both clouds' rules at once: https://cloud.google.com/resource-manager/docs/labels-overview is the stricter one. Names that
 * start with `aws:` or `goog` are the providers' own.
 */
export const tagsSchema = z
  .record(
    text(
      /^(?!goog|fabric$)[a-z][a-z0-9_-]{0,62}$/,
      "a tag's name: a lower-case letter, then up to 62 of a-z, 0-9, _ and -, not starting with goog and not fabric, which is set",
    ),
    text(/^[a-z0-9_-]{0,63}$/, "a tag's value: at most 63 of a-z, 0-9, _ and -"),
    { error: "must be a table of names and values" },
  )
  .refine((tags) => Object.keys(tags).length <= MOST_TAGS, { error: `must be at most ${MOST_TAGS} tags` })
  .describe(
    "Tags (AWS) and labels (Google Cloud) on everything that is made, as for budgets. `fabric` is set in any case.",
  );
