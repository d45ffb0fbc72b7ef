// What the file may say about where a topic's messages land in Google Cloud: by the provider, without a function.

import { z } from "zod";
import { duration } from "./duration.ts";
import { keyed } from "./keyed.ts";
import { gcsBucket } from "./names.ts";

const form = (pattern: RegExp, expected: string) => {
  const error = `must be ${expected}`;
  return z.string({ error }).regex(pattern, { error });
};

/** https://cloud.google.com/bigquery/docs/datasets#dataset-naming and /docs/tables#table_naming (the plain letters). */
const table = form(/^[A-Za-z_][A-Za-z0-9_]{0,1023}\.[A-Za-z_][A-Za-z0-9_]{0,1023}$/, "DATASET.TABLE, as retail.orders");

const bigquery = keyed(
  {
    table: table.describe("The table, as `DATASET.TABLE`; dataset and table are made by the fabric."),
    existing: z
      .boolean({ error: "must be true or false" })
      .optional()
      .describe("The dataset is there already: only the table is made in it."),
    key: z
      .array(form(/^[A-Za-z_][A-Za-z0-9_]{0,299}$/, "the name of a column"), { error: "must be a list of columns" })
      .min(1, { error: "must name at least one column" })
      .max(16, { error: "must name at most 16 columns" })
      .optional()
      .describe(
        "The primary key. Rows of one key replace each other (change data capture): a duplicate is no second row.",
      ),
    partitionBy: form(/^[A-Za-z_][A-Za-z0-9_]{0,299}$/, "the name of a TIMESTAMP or DATE column")
      .optional()
      .describe(
        "The column that the table is partitioned by, per day. Default: `publish_time`. Not with `key`, by which a table is clustered.",
      ),
  },
  "{ table: DATASET.TABLE }",
).describe(
  "A BigQuery subscription: every message becomes a row, by the topic's `schema`; without one its body is JSON in one column.",
);

/** https://cloud.google.com/pubsub/docs/cloudstorage: 1 to 10 minutes. */
const gcs = keyed(
  {
    bucket: gcsBucket.describe("The bucket, made by the fabric unless `existing` says otherwise."),
    existing: z.boolean({ error: "must be true or false" }).optional().describe("The bucket is there already."),
    prefix: z.string({ error: "must be text" }).optional().describe("What the objects' names start with."),
    format: z
      .enum(["text", "avro"], { error: "must be text or avro" })
      .optional()
      .describe("`text`: bodies, one per line; `avro`: with attributes and key. Default: `avro`, which loses nothing."),
    every: duration(60, 600).optional().describe("How long an object is kept open, `1m` to `10m`. Default: `5m`."),
  },
  "{ bucket: NAME }",
).describe("A Cloud Storage subscription: messages are written to objects.");

/** Exactly one place to land in. */
export const landingSchema = keyed(
  { bigquery: bigquery.optional(), gcs: gcs.optional() },
  "where messages land: { bigquery: { table: DATASET.TABLE } }",
)
  .refine(({ bigquery: rows, gcs: objects }) => (rows === undefined) !== (objects === undefined), {
    error: "must name exactly one of bigquery, gcs",
  })
  .describe("Where the topic's messages land, wired without a function.");

/** A landing as written: one of its keys is there. */
export type Landing = z.output<typeof landingSchema>;
