// Follows a reference into the schema of what it names.

import type { AttributeType } from "../schema/schema.ts";
import { typeOf } from "../schema/schema.ts";
import { schemaOf } from "../schema/schemas.ts";
import type { Reference } from "./references.ts";
import { type Entry, isTemplate, type Json } from "./stack.ts";

/** The type of what is there, or in words what is not. Both absent: something is there, of a type that can't be told. */
export interface Resolved {
  readonly type?: AttributeType;
  /** What the stack itself says there. */
  readonly json?: Json;
  readonly missing?: string;
}

/** Looks among the resources and data sources of a stack, by address. */
export function resolve({ address, way }: Reference, entries: ReadonlyMap<string, Entry>): Resolved {
  const entry = entries.get(address);
  if (entry === undefined) return { missing: `${address}, which is not there` };
  const block = schemaOf(entry.kind, entry.type);
  // A type that nobody knows is complained of where it stands.
  if (block === undefined) return {};
  const json = literal(entry, way);
  return { ...follow(many(typeOf(block), entry), way, address), ...(json === undefined ? {} : { json }) };
}

/** An attribute that is written down as it is. */
function literal({ body }: Entry, [name, ...rest]: Reference["way"]): Json | undefined {
  const json = typeof name === "string" && rest.length === 0 ? body[name] : undefined;
  return typeof json === "object" || isTemplate(json) ? undefined : json;
}

/** With `count` or `for_each` there are several. */
function many(type: AttributeType, { body }: Entry): AttributeType {
  if (body["count"] !== undefined) return ["list", type];
  return body["for_each"] === undefined ? type : ["map", type];
}

function follow(type: AttributeType, way: Reference["way"], at: string): Resolved {
  const [step, ...rest] = way;
  if (way.length === 0) return { type };
  if (typeof type === "string") return { missing: `${at}, which has nothing within it` };
  if (step === "*") return isOneOf(type, "list", "set") ? spread(type, rest, at) : {};
  if (type[0] === "object") {
    if (typeof step !== "string") return step === undefined ? {} : { missing: `${at}[${step}], which is not a list` };
    const field = type[1][step];
    return field === undefined
      ? { missing: `${at}.${step}, which is not there` }
      : follow(field, rest, `${at}.${step}`);
  }
  if (type[0] === "set") return { missing: `an element of ${at}, which is a set and has no order` };
  if (type[0] === "list" && typeof step === "string")
    return { missing: `${at}.${step}, which is a list: name an element` };
  return follow(type[1] as AttributeType, rest, `${at}[${step ?? ""}]`);
}

const isOneOf = (type: Exclude<AttributeType, string>, ...kinds: readonly string[]): boolean => kinds.includes(type[0]);

/** `[*]` goes on with each element, and makes a list of what it finds. */
function spread(type: Exclude<AttributeType, string>, rest: Reference["way"], at: string): Resolved {
  const each = follow(type[1] as AttributeType, rest, `${at}[*]`);
  return each.type === undefined ? each : { type: ["list", each.type] };
}
