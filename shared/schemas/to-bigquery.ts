// A zod schema as the columns of a BigQuery table: each exactly what the field lets out, or told why not.

import type { z } from "zod";
import { type Field, fieldsOf, type Kind, type Misfit } from "./fields.ts";

/** A column as the table's schema says it: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly mode: "REQUIRED" | "NULLABLE" | "REPEATED";
  readonly description?: string;
  readonly fields?: readonly Column[];
}

const TYPES: Readonly<Record<Kind, string>> = {
  text: "STRING",
  integer: "INTEGER",
  number: "FLOAT",
  boolean: "BOOLEAN",
  instant: "TIMESTAMP",
  day: "DATE",
  record: "RECORD",
};

/** What a text may be written to besides STRING, where the schema says so: https://cloud.google.com/pubsub/docs/bigquery#schema_compatibility */
const FROM_TEXT: ReadonlySet<string> = new Set(["DATETIME", "TIME", "DATE", "TIMESTAMP", "NUMERIC", "BIGNUMERIC"]);

/** https://cloud.google.com/bigquery/docs/schemas#column_names: the plain letters, and none of the prefixes that are taken. */
const NAME =
  /^(?!_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER|_CHANGE_)[A-Za-z_][A-Za-z0-9_]{0,299}$/i;

/** Pure. Where there are misfits the columns are not to be used. */
export function toBigquery(schema: z.ZodType): {
  readonly columns: readonly Column[];
  readonly misfits: readonly Misfit[];
} {
  const { fields, misfits } = fieldsOf(schema);
  return { columns: fields.map(column), misfits: [...misfits, ...misfitting(fields, "")] };
}

const column = ({ name, kind, fields, isList, mayLack, description, column: asked }: Field): Column => ({
  name,
  type: asked ?? TYPES[kind],
  mode: isList ? "REPEATED" : mayLack ? "NULLABLE" : "REQUIRED",
  ...(description === undefined ? {} : { description }),
  ...(kind === "record" ? { fields: fields.map(column) } : {}),
});

function misfitting(fields: readonly Field[], above: string): readonly Misfit[] {
  const taken = new Set<string>();
  return fields.flatMap(({ name, kind, fields: inner, isList, column: asked }) => {
    const at = `${above}${name}`;
    // BigQuery tells columns apart without regard to case.
    const isTaken = taken.has(name.toLowerCase());
    taken.add(name.toLowerCase());
    return [
      ...(NAME.test(name)
        ? []
        : [{ at, why: "a column's name is letters, digits and _, and none that BigQuery keeps to itself" }]),
      ...(isTaken ? [{ at, why: "another column has this name, but for the case of its letters" }] : []),
      ...(asked === undefined || (kind === "text" && FROM_TEXT.has(asked)) ? [] : [{ at, why: refused(kind, asked) }]),
      ...misfitting(inner, isList ? `${at}[].` : `${at}.`),
    ];
  });
}

const refused = (kind: Kind, asked: string): string =>
  kind === "text"
    ? `a text can't become ${asked}: use one of ${[...FROM_TEXT].join(", ")}`
    : `bigquery: ${asked} is for texts only: a ${kind} is always ${TYPES[kind]}`;
