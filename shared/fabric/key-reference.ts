// The table of all keys in the docs, made from the JSON Schema, so that it can't tell of a file that is not read.

import type { JsonSchema } from "./json-schema.ts";

interface Row {
  readonly key: string;
  /** `either`: one form of the value has this key, and another has not. */
  readonly needed: "yes" | "either" | "";
  readonly description: string;
}

/** A Markdown table, one row per key. `NAME` stands for a name of the operator's, `[]` for each entry of a list. */
export function keyReference(schema: JsonSchema): string {
  const rows = Map.groupBy(rowsOf(schema, ""), ({ key }) => key);
  const lines = [...rows].map(([key, [first, ...more]]) => {
    const descriptions = new Set([first, ...more].map((row) => row?.description));
    return `| \`${key}\` | ${first?.needed} | ${[...descriptions].join(" Or: ")} |`;
  });
  return ["| key | needed | meaning |", "|---|---|---|", ...lines].join("\n");
}

function rowsOf(schema: JsonSchema, above: string): readonly Row[] {
  const required = listOf(schema["required"]);
  const own = Object.entries(schemaOf(schema["properties"])).flatMap(([name, value]) => {
    const key = above === "" ? name : `${above}.${name}`;
    const description = String(schemaOf(value)["description"] ?? "");
    const needed: Row["needed"] = required.includes(name) ? "yes" : "";
    return [{ key, needed, description }, ...below(schemaOf(value), key)];
  });
  const forms = listOf(schema["anyOf"]).flatMap((form) => rowsOf(schemaOf(form), above));
  return [...own, ...forms.map((row): Row => (row.needed === "yes" ? { ...row, needed: "either" } : row))];
}

/** What stands under a key: names, entries, or keys. Steps have a page of their own. */
function below(schema: JsonSchema, key: string): readonly Row[] {
  if (key.endsWith(".transforms")) return [];
  const named = schema["additionalProperties"];
  const entries = schema["items"];
  return [
    ...rowsOf(schema, key),
    ...(typeof named === "object" ? below(schemaOf(named), `${key}.NAME`) : []),
    ...(typeof entries === "object" ? below(schemaOf(entries), `${key}[]`) : []),
  ];
}

const schemaOf = (value: unknown): JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
