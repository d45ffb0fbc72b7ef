// Values of a JSON Schema, to be shrunk by fast-check: what may be there, what may be missing, and what examples have there.

import fc from "fast-check";
import { type NumberSchema, numbersOf } from "./numbers-of.ts";
import { type TextSchema, textsOf } from "./texts-of.ts";

type Json = Readonly<Record<string, unknown>>;

/** How often a schema that holds itself is followed. */
const DEEPEST = 3;
/** Longer lists are a shorter one again and again. */
const LONGEST_BY_CHANCE = 100;
/** The most entries of a list that may have any number of them. */
const MOST_ENTRIES = 6;

interface Place {
  readonly root: Json;
  readonly depth: number;
  /** What stands at this place in known good values. */
  readonly samples: readonly unknown[];
}

/**
 * Values of the schema as far as JSON Schema says it; what else a schema checks is for whoever takes them. Of `samples`, which
 * are known to be good, whole values and parts come up as well, so that also checks which only few values pass are passed.
 */
export const valuesOf = (schema: Json, samples: readonly unknown[] = []): fc.Arbitrary<unknown> =>
  at(schema, { root: schema, depth: 0, samples });

function at(schema: unknown, place: Place): fc.Arbitrary<unknown> {
  if (typeof schema !== "object" || schema === null) return fc.jsonValue({ maxDepth: 1 });
  const generated = made(schema as Json, place);
  const { samples } = place;
  if (samples.length === 0) return generated;
  return fc.oneof({ weight: 2, arbitrary: generated }, { weight: 3, arbitrary: fc.constantFrom(...samples) });
}

function made(schema: Json, place: Place): fc.Arbitrary<unknown> {
  const { $ref, const: only, enum: some, anyOf, oneOf, allOf, type } = schema;
  if (typeof $ref === "string") return referred($ref, place);
  if ("const" in schema) return fc.constant(only);
  if (Array.isArray(some) && some.length > 0) return fc.constantFrom(...some);
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices) && choices.length > 0) return fc.oneof(...choices.map((choice) => at(choice, place)));
  if (Array.isArray(allOf) && type !== "string") return made(merged([...allOf, schema]), place);
  if (Array.isArray(type)) return fc.oneof(...type.map((each) => made({ ...schema, type: each }, place)));
  return typed(schema, place);
}

function typed(schema: Json, place: Place): fc.Arbitrary<unknown> {
  switch (schema["type"]) {
    case "string":
      return textsOf(schema as TextSchema);
    case "integer":
    case "number":
      return numbersOf(schema as NumberSchema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return lists(schema, place);
    case "object":
      return objects(schema, place);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Behind the deepest place, what a schema asks of itself can't be had: the value ends there. */
function referred(ref: string, { root, depth, samples }: Place): fc.Arbitrary<unknown> {
  if (depth >= DEEPEST) return fc.constant(null);
  const path = ref.replace(/^#\/?/, "").split("/").filter(Boolean);
  const found = path.reduce<unknown>((here, key) => (here as Json | undefined)?.[key], root);
  return at(found ?? {}, { root, depth: depth + 1, samples });
}

function lists(schema: Json, place: Place): fc.Arbitrary<unknown> {
  const { items, prefixItems, minItems, maxItems } = schema as {
    readonly items?: unknown;
    readonly prefixItems?: readonly unknown[];
    readonly minItems?: number;
    readonly maxItems?: number;
  };
  const entries = place.samples.flatMap((sample) => (Array.isArray(sample) ? (sample as readonly unknown[]) : []));
  const within = (samples: readonly unknown[]) => ({ ...place, samples });
  if (prefixItems !== undefined)
    return fc.tuple(...prefixItems.map((item, index) => at(item, within(nested(place.samples, index)))));
  const minLength = minItems ?? 0;
  const maxLength = Math.max(minLength, Math.min(maxItems ?? Infinity, place.depth >= DEEPEST ? 0 : MOST_ENTRIES));
  const least = Math.min(minLength, LONGEST_BY_CHANCE);
  const short = fc.array(at(items ?? {}, within(entries)), {
    minLength: least,
    maxLength: Math.min(maxLength, least + MOST_ENTRIES),
  });
  return least === minLength
    ? short
    : short.map((list) => Array.from({ length: minLength }, (_, index) => list[index % list.length]));
}

function objects(schema: Json, place: Place): fc.Arbitrary<unknown> {
  const {
    properties = {},
    required = [],
    additionalProperties,
    propertyNames,
  } = schema as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: unknown;
    readonly propertyNames?: unknown;
  };
  const own = Object.entries(properties).map(
    ([name, property]) => [name, at(property, { ...place, samples: nested(place.samples, name) })] as const,
  );
  // A table of an enum asks for names that no property says: their values are those of any other name.
  const unsaid = [...new Set(required)].filter((name) => !Object.hasOwn(properties, name));
  const asked = unsaid.map(
    (name) => [name, at(additionalProperties ?? {}, { ...place, samples: nested(place.samples, name) })] as const,
  );
  const known = fc.record(Object.fromEntries([...own, ...asked]), { requiredKeys: [...required] });
  if (additionalProperties === false) return known;
  const isTable = typeof additionalProperties === "object";
  const names =
    isTable && propertyNames !== undefined ? at(propertyNames, { ...place, samples: [] }) : textsOf({ maxLength: 20 });
  const more = fc.dictionary(names.map(String), at(additionalProperties ?? {}, { ...place, samples: [] }), {
    maxKeys: 3,
  });
  // Nothing else is asked for here: a stranger among the known ones now and then.
  const others = isTable ? more : fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: more });
  return fc.tuple(known, others).map(([mine, rest]) => ({ ...rest, ...mine }));
}

/** What stands under a key in each of the samples that have it. */
const nested = (samples: readonly unknown[], key: string | number): readonly unknown[] =>
  samples.flatMap((sample) =>
    typeof sample === "object" && sample !== null && Object.hasOwn(sample, key) ? [Reflect.get(sample, key)] : [],
  );

/** Several schemas that must all hold, as one: the later word counts, and fields add up. */
function merged(schemas: readonly unknown[]): Json {
  const all = schemas.filter((each): each is Json => typeof each === "object" && each !== null);
  const properties = Object.assign({}, ...all.map((each) => each["properties"] ?? {})) as Json;
  const required = [...new Set(all.flatMap((each) => (each["required"] ?? []) as readonly string[]))];
  const { allOf: _, ...whole } = Object.assign({}, ...all) as Json;
  const known = { ...whole, ...(Object.keys(properties).length === 0 ? {} : { properties, required }) };
  // Of several patterns no later one counts: they must all hold.
  const patterned = all.flatMap((each) => [each, ...((each["allOf"] ?? []) as readonly Json[])]);
  return whole["type"] === "string" ? { ...known, allOf: patterned.filter((each) => "pattern" in each) } : known;
}
