// From a message to the change that its BigQuery subscription would make in a table with a key.

import { runInNewContext } from "node:vm";
import type { Json, JsonObject } from "../../../shared/core/json.ts";
import { KEYED_ROWS, KEYED_ROWS_NAME } from "../../../shared/fabric/deployment/keyed-rows.ts";
import type { TablePlan } from "../../../shared/fabric/deployment/table-plan.ts";
import { cellOf } from "./cell.ts";
import { misfit } from "./misfit.ts";
import { bodyFields, bodyText, fieldCells, type Row } from "./row.ts";
import type { Taken } from "./taken.ts";

/** What becomes of the row of one key. */
export interface Change {
  readonly kind: "upsert" | "delete";
  /** The cells of the key's columns, in the order of the key. */
  readonly key: Row;
  /** The whole row; empty where it is deleted. */
  readonly row: Row;
  /** Texts that sort as the changes do; absent where the body does not say: then the order of arrival counts. */
  readonly sequence?: string;
}

type Step = (
  message: { readonly data: string; readonly attributes: Readonly<Record<string, string>> },
  metadata: { readonly publish_time: string },
) => { readonly data: string };

/** The very step that Pub/Sub runs in the cloud, where there is nothing but the language either. */
const keyedRow = runInNewContext(`${KEYED_ROWS}; ${KEYED_ROWS_NAME}`, {}) as Step;

/** Throws `MISFIT` for what the step, or BigQuery, would not take. */
export function changeOf({ columns, key }: TablePlan, { body, attributes, publishedAtMicros }: Taken): Change {
  const publish_time = new Date(Math.floor(publishedAtMicros / 1_000)).toISOString();
  const text = bodyText(body);
  // What is no object the step refuses as well, only in other words.
  bodyFields(text);
  const { _CHANGE_TYPE: type, _CHANGE_SEQUENCE_NUMBER: number, ...fields } = stepped(text, attributes, publish_time);
  const keyCells = columns.filter(({ name }) => key.includes(name)).map((each) => [each, fields[each.name]] as const);
  const cells = new Map(keyCells.map(([column, value]) => [column.name, cellOf(column, value)]));
  const common = {
    key: key.map((name) => cells.get(name) ?? null),
    ...(number === undefined ? {} : { sequence: sequenceText(number) }),
  };
  if (type === "DELETE") return { ...common, kind: "delete", row: [] };
  if (type !== "UPSERT") throw misfit("_CHANGE_TYPE", "UPSERT or DELETE was expected");
  return { ...common, kind: "upsert", row: fieldCells(columns, fields) };
}

const stepped = (text: string, attributes: Readonly<Record<string, string>>, publish_time: string): JsonObject =>
  bodyFields(keyedRow({ data: text, attributes }, { publish_time }).data);

/**
 * https://cloud.google.com/bigquery/docs/change-data-capture#manage_custom_ordering: up to four sections of up to 16
 * hexadecimal digits, compared one after the other.
 */
function sequenceText(number: Json): string {
  const sections = typeof number === "string" ? number.split("/") : [];
  if (sections.length === 0 || sections.length > 4 || !sections.every((each) => /^[0-9a-f]{1,16}$/i.test(each)))
    throw misfit("_CHANGE_SEQUENCE_NUMBER", "up to four sections of hexadecimal digits were expected");
  const [first, second = "", third = "", fourth = ""] = sections;
  return [first, second, third, fourth].map((each = "") => each.toLowerCase().padStart(16, "0")).join("/");
}
