// From a message to the row that its BigQuery subscription would write.

import { isObject, type Json, type JsonObject, parseJson } from "../../../shared/core/json.ts";
import type { LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import { METADATA, type TablePlan } from "../../../shared/fabric/deployment/table-plan.ts";
import { type Cell, cellOf, checkFields } from "./cell.ts";
import { misfit } from "./misfit.ts";
import { microsText } from "./moments.ts";
import { attributesOf, type Taken } from "./taken.ts";

/** Cells in the order of the table's columns. */
export type Row = readonly Cell[];

/** A body as text; throws `MISFIT` for bytes that are none, which are no JSON either. */
export function bodyText(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw misfit("", "the body is not JSON: a row is made of a JSON object");
  }
}

/** A body as JSON. Throws `MISFIT`. */
function bodyJson(text: string): Json {
  try {
    return parseJson(text).value;
  } catch {
    throw misfit("", "the body is not JSON: a row is made of a JSON object");
  }
}

/** A body as the fields of a row. Throws `MISFIT`. */
export function bodyFields(text: string): JsonObject {
  const value = bodyJson(text);
  if (!isObject(value)) throw misfit("", "the body is no JSON object, of which a row is made");
  return value;
}

/**
 * One row per delivery: the body's fields, or the whole body in one column where no schema says what is in it, and what
 * Pub/Sub knows of the message. Throws `MISFIT` for what BigQuery would not take.
 */
export function rowOf(plan: LandingPlan, { columns }: TablePlan, taken: Taken): Row {
  const own = columns.slice(0, columns.length - METADATA.length);
  const text = bodyText(taken.body);
  return [...(plan.hasSchema ? fieldCells(own, bodyFields(text)) : wholeBody(text)), ...metadata(plan, taken)];
}

/** In the order of `METADATA`. */
const metadata = ({ project, subscription }: LandingPlan, taken: Taken): Row => [
  `projects/${project}/subscriptions/${subscription}`,
  taken.messageId,
  microsText(taken.publishedAtMicros) ?? null,
  JSON.stringify(attributesOf(taken)),
];

/** One cell per column. Throws `MISFIT`, also for a field without a column. */
export function fieldCells(columns: TablePlan["columns"], fields: JsonObject): Row {
  checkFields(columns, fields);
  return columns.map((column) => cellOf(column, fields[column.name]));
}

/** As it was written, so that no number changes. */
function wholeBody(text: string): Row {
  bodyJson(text);
  return [text];
}
