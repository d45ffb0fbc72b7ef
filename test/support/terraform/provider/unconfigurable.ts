// Terraform leaves it to the provider to refuse a value for what only Google can tell.

import type { Complaint } from "../google/knowledge.ts";
import type { Block } from "../schema/schema.ts";
import { isValues, type Value, type Values } from "../schema/value.ts";

/** One complaint for each value that a configuration has and may not have. Pure. */
export function unconfigurable({ attributes, blocks }: Block, values: Values): readonly Complaint[] {
  const set = Object.entries(attributes)
    .filter(([name, { required, optional }]) => !(required || optional) && (values[name] ?? null) !== null)
    .map(([name]) => ({ at: [name], words: "is told by Google and can't be set" }));
  const within = Object.entries(blocks).flatMap(([name, { block }]) =>
    bodies(values[name] ?? null).flatMap(({ at, body }) =>
      unconfigurable(block, body).map((complaint) => ({ ...complaint, at: [name, ...at, ...complaint.at] })),
    ),
  );
  return [...set, ...within];
}

function bodies(value: Value): readonly { readonly at: readonly number[]; readonly body: Values }[] {
  if (Array.isArray(value))
    return value.flatMap((each: Value, index) => (isValues(each) ? [{ at: [index], body: each }] : []));
  return isValues(value) ? [{ at: [], body: value }] : [];
}
