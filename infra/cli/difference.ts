// A difference that a person can read: two values as JSON, line by line, only what differs marked.

import { styleText } from "node:util";
import { isRawNumber } from "../../shared/core/exact-number.ts";
import { printable } from "../../shared/core/printable.ts";

/** Lines of both, `-` for what was wanted and `+` for what came, with the lines that they share in between. */
export function difference(wanted: unknown, got: unknown, colours: boolean): string {
  const from = lines(wanted);
  const to = lines(got);
  const paint = (colour: "red" | "green", line: string) =>
    colours ? styleText(colour, line, { validateStream: false }) : line;
  return walk(from, to)
    .map(([sign, line]) => (sign === " " ? `  ${line}` : paint(sign === "-" ? "red" : "green", `${sign} ${line}`)))
    .join("\n");
}

const lines = (value: unknown): readonly string[] =>
  (typeof value === "string" ? value : (JSON.stringify(sorted(value), null, 2) ?? "nothing"))
    .split("\n")
    .map(printable);

/** Names in order, so that the order in which a transform wrote them makes no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || isRawNumber(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

/** The longest common lines, by the textbook's table: examples are small. */
function walk(from: readonly string[], to: readonly string[]): readonly (readonly ["-" | "+" | " ", string])[] {
  const table = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1));
  const cell = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--)
      (table[i] as Uint32Array)[j] =
        from[i] === to[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
  const marked: (readonly ["-" | "+" | " ", string])[] = [];
  for (let i = 0, j = 0; i < from.length || j < to.length; ) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      marked.push([" ", from[i++] ?? ""]);
      j++;
    } else if (j >= to.length || (i < from.length && cell(i + 1, j) >= cell(i, j + 1)))
      marked.push(["-", from[i++] ?? ""]);
    else marked.push(["+", to[j++] ?? ""]);
  }
  return marked;
}
