// Makes a thing, or reads it: what was unknown becomes what Google would tell, the same in every run.

import type { Knowledge, Thing } from "../google/knowledge.ts";
import { lettersOf, MADE_AT } from "../google/made-up.ts";
import type { AttributeType, Block } from "../schema/schema.ts";
import { isValues, UNKNOWN, type Value, type Values } from "../schema/value.ts";

/** Pure but for the files that a thing is made of. Throws where the thing can't be made. */
export function finish(block: Block, { told }: Knowledge, thing: Thing): Values {
  const within = (part: Block, values: Values, path: string): Values => {
    const attributes = Object.entries(part.attributes).map(([name, { type }]) => {
      const value = values[name] ?? null;
      if (value !== UNKNOWN) return [name, value];
      return [name, (told[path + name] ?? (() => plausible(thing, name, type)))(thing)];
    });
    const blocks = Object.entries(part.blocks).map(([name, nested]) => {
      const inner = (value: Value): Value => (isValues(value) ? within(nested.block, value, `${path}${name}.`) : value);
      const value = values[name] ?? null;
      return [name, Array.isArray(value) ? value.map(inner) : inner(value)];
    });
    return Object.fromEntries([...attributes, ...blocks]) as Values;
  };
  return within(block, thing.values, "");
}

/** Of an attribute that nobody has written down. */
function plausible({ type: thing, project, region, text }: Thing, name: string, type: AttributeType): Value {
  const own = text("name") || lettersOf(JSON.stringify([thing, project]), 8);
  if (type === "string" && name === "id") return `projects/${project}/${thing.replace("google_", "")}/${own}`;
  if (type === "string" && name === "project") return project;
  if (type === "string" && (name === "location" || name === "region")) return region;
  if (type === "string") return name.endsWith("_time") ? MADE_AT : `${name}-of-${own}`;
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type[0] === "object") return null;
  return type[0] === "map" ? {} : [];
}
