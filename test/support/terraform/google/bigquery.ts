// BigQuery: https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/bigquery_dataset and bigquery_table

import { type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { MADE_AT_MS } from "./made-up.ts";
import { json, labels, matching } from "./rules.ts";

const dataset = ({ project, text }: Thing): string => `projects/${project}/datasets/${text("dataset_id")}`;
const table = (thing: Thing): string => `${dataset(thing)}/tables/${thing.text("table_id")}`;
const link = (path: string): string => `https://bigquery.googleapis.com/bigquery/v2/${path}`;
const times = { creation_time: () => MADE_AT_MS, last_modified_time: () => MADE_AT_MS };
const id = (path: string) => matching(path, /^\w{1,1024}$/, "letters, digits and _");

export const bigquery: Readonly<Record<string, Knowledge>> = {
  google_bigquery_dataset: knowing({
    fixed: ["dataset_id", "project", "location"],
    filled: ["project", "default_collation", "is_case_insensitive", "max_time_travel_hours", "storage_billing_model"],
    defaults: { location: "US", delete_contents_on_destroy: false },
    told: {
      ...times,
      id: dataset,
      self_link: (thing) => link(dataset(thing)),
      max_time_travel_hours: () => "168",
      storage_billing_model: () => "LOGICAL",
    },
    rules: [id("dataset_id"), labels()],
  }),
  google_bigquery_table: knowing({
    fixed: ["dataset_id", "table_id", "project"],
    filled: ["project", "schema"],
    // Which keeps it from being destroyed.
    defaults: { deletion_protection: true },
    told: {
      ...times,
      id: table,
      self_link: (thing) => link(table(thing)),
      location: () => "US",
      type: () => "TABLE",
      num_rows: () => 0,
      num_bytes: () => 0,
      num_long_term_bytes: () => 0,
      schema: () => "[]",
    },
    rules: [
      id("dataset_id"),
      matching("table_id", /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]{1,1024}$/u, "the id of a table"),
      json("schema"),
      labels(),
    ],
  }),
};
