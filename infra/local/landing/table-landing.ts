// Writes messages as rows of a local table, with a key or without, as the BigQuery subscription of the plan would.

import type { StatementSync } from "node:sqlite";
import type { LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import type { TablePlan } from "../../../shared/fabric/deployment/table-plan.ts";
import { type Change, changeOf } from "./change.ts";
import { type Database, openDatabase, quotedName } from "./database.ts";
import { fitting } from "./fitting.ts";
import { datasetFile } from "./landed-folder.ts";
import { makeTable } from "./local-table.ts";
import { rowOf } from "./row.ts";
import type { Store } from "./store.ts";

/** Opens the table in the folder. Throws as `makeTable` does. */
export function tableLanding(plan: LandingPlan, table: TablePlan, folder: string): Store {
  const database = openDatabase(datasetFile(folder, table.dataset));
  try {
    makeTable(database, table);
    const put = table.key.length === 0 ? rowWriter(plan, table, database) : changeWriter(table, database);
    const count = database.sql.prepare(`select count(*) as rows from ${quotedName(table.table)}`);
    const rows = () => Number(count.get()?.["rows"]);
    let last: number | undefined;
    return {
      put: async (messages) => put(messages),
      due: async () => {},
      amount: () => ({ kind: "table", table: `${table.dataset}.${table.table}`, rows: last ?? rows() }),
      async close() {
        last ??= rows();
        database.close();
      },
    };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

type Writer = (messages: Parameters<Store["put"]>[0]) => Awaited<ReturnType<Store["put"]>>;

const insertInto = ({ table, columns }: TablePlan): string =>
  `insert into ${quotedName(table)} (${columns.map(({ name }) => quotedName(name)).join(", ")}) values (${columns.map(() => "?").join(", ")})`;

function rowWriter(plan: LandingPlan, table: TablePlan, { sql, all }: Database): Writer {
  const insert = sql.prepare(insertInto(table));
  return (messages) => {
    const { fit, refused } = fitting(messages, (message) => rowOf(plan, table, message));
    all(() => {
      for (const row of fit) insert.run(...row);
    });
    return refused;
  };
}

/** Which change of a key was the last, also where it has deleted the row: an older one changes nothing. */
const SEQUENCES = `create table if not exists "hopspan_sequences" (
  "table" text not null, key text not null, sequence text not null, primary key ("table", key)) strict`;

function changeWriter(table: TablePlan, { sql, all }: Database): Writer {
  sql.exec(SEQUENCES);
  const others = table.columns.filter(({ name }) => !table.key.includes(name)).map(({ name }) => quotedName(name));
  const update =
    others.length === 0 ? "nothing" : `update set ${others.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  const key = table.key.map(quotedName);
  const statements: Changing = {
    upsert: sql.prepare(`${insertInto(table)} on conflict (${key.join(", ")}) do ${update}`),
    remove: sql.prepare(
      `delete from ${quotedName(table.table)} where ${key.map((name) => `${name} = ?`).join(" and ")}`,
    ),
    last: sql.prepare('select sequence from "hopspan_sequences" where "table" = ? and key = ?'),
    keep: sql.prepare(`insert into "hopspan_sequences" values (?, ?, ?)
      on conflict ("table", key) do update set sequence = excluded.sequence`),
  };
  return (messages) => {
    const { fit, refused } = fitting(messages, (message) => changeOf(table, message));
    all(() => {
      for (const change of fit) apply(table.table, change, statements);
    });
    return refused;
  };
}

type Changing = Readonly<Record<"upsert" | "remove" | "last" | "keep", StatementSync>>;

function apply(table: string, { kind, key, row, sequence }: Change, { upsert, remove, last, keep }: Changing): void {
  if (sequence !== undefined) {
    const name = JSON.stringify(key.map(String));
    const before = last.get(table, name)?.["sequence"];
    if (typeof before === "string" && before > sequence) return;
    keep.run(table, name, sequence);
  }
  if (kind === "delete") remove.run(...key);
  else upsert.run(...row);
}
