// Tables as KubeMQ reads them: keys in any case, values as text, tables merged by `<<`.

import type { Path } from "../../shared/fabric/fabric.ts";
import type { Findings } from "./findings.ts";

/** One key of a table and where it stands. */
export interface Entry {
  /** As it is written; tables are asked for the lower-case form. */
  readonly written: string;
  readonly value: unknown;
  readonly path: Path;
}

/** A table by its keys in lower case. */
export type Table = ReadonlyMap<string, Entry>;

/** A key whose value is a text with something in it. */
export interface Setting {
  readonly key: string;
  readonly text: string;
  readonly path: Path;
}

/** Settings by their keys in lower case. */
export type Settings = ReadonlyMap<string, Setting>;

/** True for what YAML calls a mapping. */
export const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The table at `path`; an empty one, and an error, where there is something else. Nothing is an empty table. */
export function tableAt(value: unknown, path: Path, findings: Findings): Table {
  const table = new Map<string, Entry>();
  if (value === undefined || value === null) return table;
  if (!isTable(value)) {
    const one = typeof path.at(-1) === "number" ? "an entry of " : "";
    findings.error(path, `${one}${nameOf(path)} must be a table of keys and values`);
    return table;
  }
  const entries = entriesOf(value, path);
  for (const entry of entries) {
    const key = entry.written.toLowerCase();
    const other = table.get(key);
    if (other === undefined) table.set(key, entry);
    else if (other.path.length === entry.path.length)
      findings.error(entry.path, `key ${entry.written} is there as ${other.written} too: keep one`);
  }
  return table;
}

/** Own keys first, so that they count before merged ones. */
function entriesOf(value: Readonly<Record<string, unknown>>, path: Path): readonly Entry[] {
  const all = Object.entries(value).map(([written, each]) => ({ written, value: each, path: [...path, written] }));
  const isMerge = ({ written, value: merged }: Entry) => written === "<<" && [merged].flat().every(isTable);
  const merged = all
    .filter(isMerge)
    .flatMap(({ value: each, path: at }) =>
      Array.isArray(each) ? each.flatMap((one, index) => entriesOf(one, [...at, index])) : entriesOf(Object(each), at),
    );
  return [...all.filter((entry) => !isMerge(entry)), ...merged];
}

/** Every value of the table as text. What is empty is as good as absent, as it is for KubeMQ. */
export function settingsAt(value: unknown, path: Path, findings: Findings): Settings {
  const settings = [...tableAt(value, path, findings)].flatMap(([key, entry]) => {
    const text = textOf(entry, findings);
    return text === "" ? [] : [[key, { key, text, path: entry.path }] as const];
  });
  return new Map(settings);
}

/** The text of a value, empty for none; an error for a list or a table. */
export function textOf({ value, written, path }: Entry, findings: Findings): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  findings.error(path, `${written} must be a text or a number`);
  return "";
}

/** The last key on the way to something, for messages. */
const nameOf = (path: Path): string => String(path.findLast((segment) => typeof segment === "string") ?? "the file");
