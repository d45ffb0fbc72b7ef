// What the file may say about the ground that a fabric stands on: where its state is kept, who is told, what is billed.

import { z } from "zod";
import { keyed } from "./keyed.ts";
import { awsRegion } from "./names.ts";

const text = (pattern: RegExp, expected: string) => {
  const error = `must be ${expected}`;
  return z.string({ error }).regex(pattern, { error });
};

const bucket = text(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, "a bucket's name: 3 to 63 of a-z, 0-9, ., - and _");

/** Where terraform keeps what it made. https://developer.hashicorp.com/terraform/language/backend */
export const stateSchema = keyed(
  {
    gcs: keyed(
      {
        bucket: bucket.describe("The bucket, which is there already."),
        prefix: z.string().optional().describe("A folder in it. Default: `hopspan/FABRIC`."),
      },
      "{ bucket: NAME }",
    )
      .optional()
      .describe("In a Cloud Storage bucket."),
    s3: keyed(
      {
        bucket: bucket.describe("The bucket, which is there already."),
        key: z.string().optional().describe("The object in it. Default: `hopspan/FABRIC.tfstate`."),
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

/** Both clouds' rules at once: https://cloud.google.com/resource-manager/docs/labels-overview is the stricter one. */
export const tagsSchema = z
  .record(
    text(/^[a-z][a-z0-9_-]{0,62}$/, "a tag's name: a lower-case letter, then up to 62 of a-z, 0-9, _ and -"),
    text(/^[a-z0-9_-]{0,63}$/, "a tag's value: at most 63 of a-z, 0-9, _ and -"),
    { error: "must be a table of names and values" },
  )
  .describe(
    "Tags (AWS) and labels (Google Cloud) on everything that is made, as for budgets. `fabric` is set in any case.",
  );
