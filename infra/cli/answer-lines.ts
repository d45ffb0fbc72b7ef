// The answer of a question about what has landed, as a table for people or as lines of JSON for programs.

import { printable, printableJson } from "../../shared/core/printable.ts";
import type { Answer } from "../local/landing/query-landed.ts";

type Value = Answer["rows"] extends Iterable<readonly (infer Each)[]> ? Each : never;

/** How many rows a table has whose widths are worked out together: a longer one goes on with those. Ours. */
const TOGETHER = 1_000;

/** One object per row, by the names of the columns; a number beyond 2^53 is a text, since most readers would round it. */
export function* jsonLines({ columns, rows }: Answer): Generator<string> {
  for (const row of rows)
    yield printableJson(Object.fromEntries(columns.map((name, at) => [name, plain(row[at] ?? null)])));
}

const plain = (value: Value): string | number | null => {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
};

/** Heads, rows and how many there are; numbers stand at the right. */
export function* tableLines({ columns, rows }: Answer): Generator<string> {
  let waiting: (readonly Value[])[] = [];
  let widths: readonly number[] | undefined;
  let count = 0;
  const flush = function* (): Generator<string> {
    if (widths === undefined) {
      widths = columns.map((name, at) =>
        Math.max(printable(name).length, ...waiting.map((row) => text(row[at]).length)),
      );
      yield line(columns.map((name, at) => printable(name).padEnd(widths?.[at] ?? 0)));
      yield line(widths.map((width) => "-".repeat(width)));
    }
    for (const row of waiting) yield line(columns.map((_, at) => aligned(row[at], widths?.[at] ?? 0)));
    waiting = [];
  };
  for (const row of rows) {
    count++;
    waiting.push(row);
    if (waiting.length >= TOGETHER) yield* flush();
  }
  yield* flush();
  yield `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
}

const line = (cells: readonly string[]): string => cells.join("  ").trimEnd();

const text = (value: Value | undefined): string =>
  value === null || value === undefined ? "NULL" : printable(String(plain(value)));

const aligned = (value: Value | undefined, width: number): string =>
  typeof value === "number" || typeof value === "bigint" ? text(value).padStart(width) : text(value).padEnd(width);
