// Where topics land: every body has a column for all that it says, and rows are told apart by columns that are there.

import type { z } from "zod";
import type { Problem } from "../../core/errors.ts";
import { type Column, toBigquery } from "../../schemas/to-bigquery.ts";
import { METADATA, tablePlan } from "../deployment/table-plan.ts";
import { type Fabric, fault, type Path } from "../fabric.ts";
import type { Landing } from "../landing-schema.ts";

/** A landing in a table, of the endpoint `at`. */
export interface Rows {
  readonly at: string;
  readonly landing: NonNullable<Landing["bigquery"]>;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#primary_key */
const KEY_TYPES: ReadonlySet<string> = new Set([
  "STRING",
  "INTEGER",
  "BOOLEAN",
  "TIMESTAMP",
  "DATE",
  "DATETIME",
  "NUMERIC",
  "BIGNUMERIC",
]);

/** https://cloud.google.com/bigquery/docs/partitioned-tables#date_timestamp_partitioned_tables */
const PARTITION_TYPES: ReadonlySet<string> = new Set(["TIMESTAMP", "DATE", "DATETIME"]);

/** Without a schema, a body lands whole in one column, and has no key. */
export function landedRows(fabric: Fabric, { at, landing }: Rows, schema: z.ZodType | undefined): readonly Problem[] {
  const path = ["endpoints", at, "landsIn", "bigquery"];
  const { key = [], partitionBy } = landing;
  const wrong = (under: Path, message: string) => fault(fabric, [...path, ...under], "LANDING", message);
  if (schema === undefined && key.length > 0)
    return [wrong(["key"], `topic ${at} has no schema, so its rows have no column ${key[0]}: give it a schema`)];
  const misfits = schema === undefined ? [] : toBigquery(schema).misfits;
  if (misfits.length > 0)
    return misfits.map(({ at: field, why }) =>
      wrong(["table"], `the schema of ${at} makes no table: ${field}: ${why}`),
    );
  const { columns } = tablePlan(landing, schema);
  return [
    ...(key.length > 0 ? [] : taken(columns).map((name) => wrong(["table"], clash(at, name)))),
    ...key.flatMap((name, index) => unfit(columns, name, KEY_TYPES).map((why) => wrong(["key", index], why))),
    ...(partitionBy === undefined
      ? []
      : key.length > 0
        ? [wrong(["partitionBy"], "a table with a key is clustered by it: leave partitionBy out")]
        : unfit(columns, partitionBy, PARTITION_TYPES, true).map((why) => wrong(["partitionBy"], why))),
  ];
}

/** Metadata stands behind the schema's own columns. */
const taken = (columns: readonly Column[]): readonly string[] =>
  METADATA.map(({ name }) => name).filter(
    (name) => columns.filter((column) => column.name.toLowerCase() === name).length > 1,
  );

const clash = (at: string, name: string): string =>
  `the schema of ${at} has a field ${name}, where Pub/Sub writes what it knows of each message: rename the field`;

/** Why a column can't tell rows apart, if so. */
function unfit(
  columns: readonly Column[],
  name: string,
  types: ReadonlySet<string>,
  mayLack = false,
): readonly string[] {
  const column = columns.find((each) => each.name === name);
  if (column === undefined)
    return [`column ${name} is not there: known are ${columns.map((each) => each.name).join(", ")}`];
  if (!types.has(column.type)) return [`column ${name} is a ${column.type}: expected one of ${[...types].join(", ")}`];
  if (column.mode === "REPEATED" || (column.mode === "NULLABLE" && !mayLack))
    return [`column ${name} may be lacking or a list: a row has to have it once`];
  return [];
}

/** Two topics in one table would be made twice, and mix rows of two kinds. */
export function sharedTables(fabric: Fabric): readonly Problem[] {
  const first = new Map<string, string>();
  return [...fabric.endpoints].flatMap(([name, { settings }]) => {
    const table = settings.landing?.bigquery?.table;
    if (table === undefined) return [];
    const other = first.get(table.toLowerCase());
    if (other === undefined) first.set(table.toLowerCase(), name);
    if (other === undefined) return [];
    const path = ["endpoints", name, "landsIn", "bigquery", "table"];
    return [fault(fabric, path, "SAME_TABLE", `table ${table} is where ${other} lands already: name another`)];
  });
}

/** A dataset or a bucket is there already or is made, and not both: where one topic says so, all must. */
export function halfExisting(fabric: Fabric): readonly Problem[] {
  const first = new Map<string, { readonly name: string; readonly existing: boolean }>();
  return [...fabric.endpoints].flatMap(
    ([
      name,
      {
        settings: { landing },
      },
    ]) => {
      const { bigquery, gcs } = landing ?? {};
      const place = bigquery ? `dataset ${bigquery.table.replace(/\..*/, "")}` : gcs && `bucket ${gcs.bucket}`;
      if (place === undefined) return [];
      const existing = (bigquery ?? gcs)?.existing ?? false;
      const other = first.get(place);
      if (other === undefined) first.set(place, { name, existing });
      if (other === undefined || other.existing === existing) return [];
      const [there, made] = existing ? [name, other.name] : [other.name, name];
      const message = `${place} is there already for ${there}, and made for ${made}: write existing: true at both, or at neither`;
      return [fault(fabric, ["endpoints", name, "landsIn"], "HALF_EXISTING", message)];
    },
  );
}
