// A value of a body as a cell of a local table: what BigQuery would take, in SQLite's types.

import { isObject, type Json, withoutRawNumbers } from "../../../shared/core/json.ts";
import type { Column } from "../../../shared/schemas/to-bigquery.ts";
import { misfit } from "./misfit.ts";
import { dateTimeText, dayText, instantText, timeText } from "./moments.ts";

/** What SQLite holds: a boolean is 0 or 1; moments, exact decimals and JSON are texts. */
export type Cell = string | number | bigint | null;

/** The type of the local column. */
export function sqlType({ type, mode }: Column): "TEXT" | "INTEGER" | "REAL" {
  if (mode === "REPEATED") return "TEXT";
  if (type === "INTEGER" || type === "BOOLEAN") return "INTEGER";
  return type === "FLOAT" ? "REAL" : "TEXT";
}

/**
 * The cell of a column; a record or a list is JSON, with every field that the table has. Throws `MISFIT` for what the column
 * does not take, and for a field without a column, as the subscription is set.
 */
export function cellOf(column: Column, value: Json | undefined, at = column.name): Cell {
  const cell = fitted(column, value, at);
  if (cell === null) return null;
  if (column.mode === "REPEATED" || column.type === "RECORD" || column.type === "JSON") return JSON.stringify(cell);
  if (typeof cell === "boolean") return Number(cell);
  return withoutRawNumbers(cell) as Cell;
}

/** The values of a record, each in its column's form. */
function record(columns: readonly Column[], value: Json, at: string): Json {
  if (!isObject(value)) throw misfit(at, "an object was expected");
  checkFields(columns, value, `${at}.`);
  return Object.fromEntries(columns.map((each) => [each.name, fitted(each, value[each.name], `${at}.${each.name}`)]));
}

/** Throws `MISFIT` for a field that none of the columns takes. */
export function checkFields(columns: readonly Column[], value: Readonly<Record<string, Json>>, above = ""): void {
  const known = new Set(columns.map(({ name }) => name));
  for (const name of Object.keys(value))
    if (!known.has(name)) throw misfit(`${above}${name}`, "the table has no such column");
}

function fitted(column: Column, value: Json | undefined, at: string): Json {
  if (column.mode === "REPEATED") {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw misfit(at, "a list was expected");
    return value.map((item: Json, index) => fitted({ ...column, mode: "REQUIRED" }, item, `${at}[${index}]`));
  }
  if (value === undefined || value === null) {
    if (column.mode === "REQUIRED") throw misfit(at, "it is required, and lacking");
    return null;
  }
  if (column.type === "RECORD") return record(column.fields ?? [], value, at);
  return column.type === "JSON" ? value : scalar(column.type, value, at);
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types: digits before and behind the point. */
const DECIMAL = { NUMERIC: [29, 9], BIGNUMERIC: [38, 38] } as const;

function scalar(type: string, value: Json, at: string): Json {
  const plain = withoutRawNumbers(value);
  const orMisfit = (fitting: Json | undefined, expected: string): Json => {
    if (fitting === undefined) throw misfit(at, `${expected} was expected`);
    return fitting;
  };
  const text = (of: (text: string) => string | undefined, expected: string): Json =>
    orMisfit(typeof plain === "string" ? of(plain) : undefined, expected);
  switch (type) {
    case "INTEGER":
      return orMisfit(isLong(plain) ? value : undefined, "a whole number of 64 bits");
    case "FLOAT":
      return orMisfit(isNumber(plain) && Number.isFinite(Number(plain)) ? Number(plain) : undefined, "a number");
    case "BOOLEAN":
      return orMisfit(typeof plain === "boolean" ? plain : undefined, "true or false");
    case "TIMESTAMP":
      return text(instantText, "a moment, as 2026-01-05T08:00:00Z,");
    case "DATETIME":
      return text(dateTimeText, "a date and time without a zone, as 2026-01-05T08:00:00,");
    case "DATE":
      return text(dayText, "a date, as 2026-01-05,");
    case "TIME":
      return text(timeText, "a time of day, as 08:00:00,");
    case "NUMERIC":
    case "BIGNUMERIC":
      return text((digits) => decimalText(digits, DECIMAL[type]), `a decimal number of type ${type}, as a text,`);
    default:
      return text((given) => given, "a text");
  }
}

const isNumber = (plain: unknown): plain is number | bigint => typeof plain === "number" || typeof plain === "bigint";

function isLong(plain: unknown): boolean {
  if (typeof plain === "bigint") return BigInt.asIntN(64, plain) === plain;
  return Number.isSafeInteger(plain);
}

function decimalText(text: string, [before, behind]: readonly [number, number]): string | undefined {
  const [, whole, fraction = ""] = /^[+-]?0*(\d*)(?:\.(\d+?)0*)?$/.exec(text) ?? [];
  const isOne = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) && whole !== undefined;
  return isOne && whole.length <= before && fraction.length <= behind ? text : undefined;
}
