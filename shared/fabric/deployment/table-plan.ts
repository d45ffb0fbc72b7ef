// The table that a topic's messages land in: its columns, by the topic's schema, and how rows are told apart.

import type { z } from "zod";
import { type Column, toBigquery } from "../../schemas/to-bigquery.ts";
import type { Landing } from "../landing-schema.ts";

/** A BigQuery table. With a key a row replaces the one of its key, without one every delivery is a row. */
export interface TablePlan {
  readonly dataset: string;
  readonly table: string;
  /** False where the dataset is there already. */
  readonly makesDataset: boolean;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly partitionBy?: string;
}

/**
 * What Pub/Sub writes of a message beside its body: https://cloud.google.com/pubsub/docs/bigquery#write-metadata. The
 * origin id is among the attributes, so that duplicates can be told.
 */
export const METADATA: readonly Column[] = [
  { name: "subscription_name", type: "STRING", mode: "NULLABLE" },
  { name: "message_id", type: "STRING", mode: "NULLABLE" },
  { name: "publish_time", type: "TIMESTAMP", mode: "NULLABLE" },
  { name: "attributes", type: "JSON", mode: "NULLABLE" },
];

/** The whole body, where no schema says what is in it. Same source. */
const BODY: Column = { name: "data", type: "JSON", mode: "NULLABLE" };

/** Pure. Expects a schema and a landing that `check` finds sound. */
export function tablePlan(
  { table, existing = false, key = [], partitionBy }: NonNullable<Landing["bigquery"]>,
  schema: z.ZodType | undefined,
): TablePlan {
  const [dataset = "", name = ""] = table.split(".");
  const own = schema === undefined ? [BODY] : toBigquery(schema).columns;
  const isKeyed = key.length > 0;
  // A row that is replaced has no one message that it came from.
  const columns = isKeyed ? own : [...own, ...METADATA];
  const partition = partitionBy ?? (isKeyed ? undefined : "publish_time");
  return {
    dataset,
    table: name,
    makesDataset: !existing,
    columns,
    key,
    ...(partition === undefined ? {} : { partitionBy: partition }),
  };
}
