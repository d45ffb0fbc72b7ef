// A BigQuery table as one of SQLite: the same columns under the same names.

import { HopspanError } from "../../../shared/core/errors.ts";
import type { TablePlan } from "../../../shared/fabric/deployment/table-plan.ts";
import type { Column } from "../../../shared/schemas/to-bigquery.ts";
import { sqlType } from "./cell.ts";
import { type Database, quotedName } from "./database.ts";

/** What SQLite says of a column. */
interface Found {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/**
 * Makes the table, or brings one that an earlier run has left to these columns, as BigQuery would: a new column has to be
 * `NULLABLE`. Throws `LANDED` where it can't be, with what to do.
 */
export function makeTable({ sql }: Database, plan: TablePlan): void {
  const { table, columns, key } = plan;
  const primary = key.length === 0 ? [] : [`primary key (${key.map(quotedName).join(", ")})`];
  sql.exec(
    `create table if not exists ${quotedName(table)} (${[...columns.map(definition), ...primary].join(", ")}) strict`,
  );
  const there = new Map(
    (sql.prepare('select name, type, "notnull", pk from pragma_table_info(?)').all(table) as unknown as Found[]).map(
      (found) => [found.name, found],
    ),
  );
  for (const column of columns) {
    const found = there.get(column.name);
    const place = key.indexOf(column.name) + 1;
    if (found === undefined && column.mode === "NULLABLE")
      sql.exec(`alter table ${quotedName(table)} add column ${definition(column)}`);
    else if (found?.type !== sqlType(column) || found.notnull !== Number(isFilled(column)) || found.pk !== place)
      throw otherColumns(plan, column.name);
    there.delete(column.name);
  }
  for (const name of there.keys()) throw otherColumns(plan, name);
}

const isFilled = ({ mode }: Column): boolean => mode !== "NULLABLE";

const definition = (column: Column): string =>
  `${quotedName(column.name)} ${sqlType(column)}${isFilled(column) ? " not null" : ""}`;

const otherColumns = ({ dataset, table }: TablePlan, column: string): HopspanError =>
  new HopspanError(
    "LANDED",
    `table ${dataset}.${table}, as an earlier run has left it, has another column ${column} than the fabric file says: name another folder with --landed`,
    false,
  );
