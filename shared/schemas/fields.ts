// What a zod schema lets out, as fields: the one reading that tables and topics are made from.

import { z } from "zod";

/** What a field holds. `instant` is a moment with its zone, `day` a date; everything else that is text is `text`. */
export type Kind = "text" | "integer" | "number" | "boolean" | "instant" | "day" | "record";

/** One field of a record. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  /** Of a record. */
  readonly fields: readonly Field[];
  readonly isList: boolean;
  /** It may be missing, or null. */
  readonly mayLack: boolean;
  readonly description?: string;
  /** The BigQuery type that `.meta({ bigquery: TYPE })` names. */
  readonly column?: string;
}

/** Something that has no exact counterpart, by its path: `lines[].note`. */
export interface Misfit {
  readonly at: string;
  readonly why: string;
}

/** Fields, and what could not become one. */
export interface Reading {
  readonly fields: readonly Field[];
  readonly misfits: readonly Misfit[];
}

type Json = Readonly<Record<string, unknown>>;

/** Pure: by the JSON Schema of what the schema puts out. Reads on past a misfit, so that all of them are told at once. */
export function fieldsOf(schema: z.ZodType): Reading {
  const json = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Json;
  const { type } = json;
  if (type !== "object") return { fields: [], misfits: [{ at: "", why: "a row must be an object" }] };
  return record(json, "");
}

function record(schema: Json, at: string): Reading {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: unknown;
  };
  const open = additionalProperties !== false ? [{ at, why: "fields that it does not name can't be told ahead" }] : [];
  const read = Object.entries(properties).map(([name, property]) =>
    field(name, property, { at: at === "" ? name : `${at}.${name}`, isOptional: !required.includes(name) }),
  );
  return {
    fields: read.flatMap(({ fields }) => fields),
    misfits: [...open, ...read.flatMap(({ misfits }) => misfits)],
  };
}

interface Place {
  readonly at: string;
  readonly isOptional: boolean;
}

function field(name: string, property: Json, { at, isOptional }: Place): Reading {
  const { schema, isNullable } = withoutNull(property);
  const isList = schema["type"] === "array" && schema["prefixItems"] === undefined;
  if (isList && isNullable) return misfit(at, "a list may be empty, but not null: use .default([])");
  const inner = isList ? withoutNull((schema["items"] ?? {}) as Json) : { schema, isNullable: false };
  if (inner.isNullable) return misfit(`${at}[]`, "an entry of a list can't be null");
  const kind = kindOf(inner.schema);
  if (kind === undefined) return misfit(isList ? `${at}[]` : at, strangeness(inner.schema));
  const within = kind === "record" ? record(inner.schema, isList ? `${at}[]` : at) : { fields: [], misfits: [] };
  const { description, bigquery } = { ...inner.schema, ...property } as { description?: string; bigquery?: string };
  const made: Field = {
    name,
    kind,
    fields: within.fields,
    isList,
    mayLack: isOptional || isNullable,
    ...(description === undefined ? {} : { description }),
    ...(bigquery === undefined ? {} : { column: bigquery }),
  };
  return { fields: [made], misfits: within.misfits };
}

const misfit = (at: string, why: string): Reading => ({ fields: [], misfits: [{ at, why }] });

/** Zod writes what may be null as a list of types, or as a choice of two. */
function withoutNull(schema: Json): { readonly schema: Json; readonly isNullable: boolean } {
  const { type, anyOf, ...rest } = schema;
  if (Array.isArray(type) && type.includes("null")) {
    const types = type.filter((each) => each !== "null");
    return { schema: { ...rest, type: types.length === 1 ? types[0] : types }, isNullable: true };
  }
  if (!Array.isArray(anyOf)) return { schema, isNullable: false };
  const choices = (anyOf as readonly Json[]).filter((choice) => choice["type"] !== "null");
  const [only, ...more] = choices;
  const isNullable = choices.length < anyOf.length;
  if (only !== undefined && more.length === 0) return { schema: { ...rest, ...only }, isNullable };
  return { schema: { ...rest, anyOf: choices }, isNullable };
}

function kindOf(schema: Json): Kind | undefined {
  const { type, format, anyOf } = schema;
  if (Array.isArray(anyOf)) {
    const kinds = new Set((anyOf as readonly Json[]).map(kindOf));
    const [kind] = kinds;
    return kinds.size === 1 && kind !== "record" ? kind : undefined;
  }
  if (type === "string") return format === "date-time" ? "instant" : format === "date" ? "day" : "text";
  if (type === "integer" || type === "number" || type === "boolean") return type;
  return type === "object" && schema["properties"] !== undefined ? "record" : undefined;
}

function strangeness({ type, $ref, anyOf, prefixItems }: Json): string {
  if ($ref !== undefined) return "a schema that holds itself has no end";
  if (prefixItems !== undefined) return "a tuple is no list: give its parts names";
  if (type === "array") return "a list can't hold lists: give the inner one a name";
  if (type === "object") return "keys that are not known ahead can't be told: use a list of { key, value }";
  if (Array.isArray(type) || anyOf !== undefined) return "a choice between types is none: use a field for each";
  return "JSON has no form for it, or any: say what it is";
}
