// Zod schemas as shapes: JSON Schema, with marks where zod says more than JSON Schema can.

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { CHECKS, OPAQUE, type Shape } from "../../core/shape.ts";
import { UNSAYABLE } from "../../schemas/to-json.ts";
import { checksOf } from "./node.ts";
import { markText, type NumberOf, type TextCheck } from "./text-marks.ts";

/** What a schema takes (`input`), or what it gives (`output`). */
export type Side = "input" | "output";

interface Definition {
  readonly type: string;
  readonly check?: string;
  readonly coerce?: boolean;
  readonly checks?: readonly Check[];
  readonly in?: z.core.$ZodType;
  readonly values?: readonly unknown[];
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly defaultValue?: unknown;
  readonly catchValue?: (context: unknown) => unknown;
}

interface Check {
  readonly _zod: { readonly def: TextCheck };
}

/**
 * Shapes of one reader can be compared: what they are marked with is numbered by it. Of what a schema gives, a mark says that
 * fewer values come than are said; of what it takes, that fewer, or others, are accepted.
 */
export function shapeReader(): (schema: z.ZodType, side: Side) => Shape {
  const numbers = new Map<object | string, number>();
  const numberOf: NumberOf = (thing) => {
    const number = numbers.get(thing) ?? numbers.size + 1;
    numbers.set(thing, number);
    return number;
  };
  // Without their names schemas stand where they are used, with all that they are narrowed to there.
  const metadata = z.registry<z.core.GlobalMeta>();
  return (schema, side) => {
    try {
      return z.toJSONSchema(schema, {
        io: side,
        metadata,
        unrepresentable: "any",
        override: ({ zodSchema, jsonSchema }) => mark(zodSchema, jsonSchema as Table, side, numberOf),
      }) as Shape;
    } catch {
      // It is none of zod's own kinds.
      return { [OPAQUE]: side === "input" ? numberOf(schema) : -numberOf(schema) };
    }
  };
}

type Table = Record<string, unknown>;

function mark(schema: z.core.$ZodTypes, json: Table, side: Side, numberOf: NumberOf): void {
  const { type, check, checks = [] } = schema._zod.def as Definition;
  const own = check === "string_format" ? [schema as unknown as Check] : [];
  if (type === "string")
    markText(
      [...own, ...checks].map(({ _zod }) => _zod.def),
      json,
      numberOf,
    );
  const unsaid = checks.filter((one) => !isSaid(type, one));
  if (side === "output") markGiven(schema, json, unsaid, numberOf);
  else markTaken(schema, json, unsaid, numberOf);
}

/** The checks that JSON Schema says of each type, by zod's names. */
const LENGTHS = ["min_length", "max_length", "length_equals"];
const SAID: Readonly<Record<string, readonly string[]>> = {
  string: [...LENGTHS, "string_format"],
  number: ["less_than", "greater_than", "multiple_of", "number_format"],
  array: LENGTHS,
};

const isSaid = (type: string, { _zod }: Check): boolean =>
  _zod.def.check === "overwrite" || SAID[type]?.includes(_zod.def.check) === true;

const isConverting = (checks: readonly Check[]): boolean => checks.some(({ _zod }) => _zod.def.check === "overwrite");

/** Beside those of what it is made of. */
function addChecks(json: Table, marks: readonly number[]): void {
  const all = [...new Set([...checksOf(json), ...marks])];
  if (all.length > 0) json[CHECKS] = all;
}

function markGiven(schema: z.core.$ZodTypes, json: Table, unsaid: readonly object[], numberOf: NumberOf): void {
  const { type, checks } = schema._zod.def as Definition;
  if (type === "default" || type === "catch") markStandIn(schema._zod.def as Definition, json);
  // Numbers that nothing asks for: it is known only that fewer values come.
  const narrowed = type === "pipe" || isConverting(checks ?? []) ? [-numberOf(schema)] : [];
  addChecks(json, [...unsaid.map(numberOf), ...narrowed, ...(type === "custom" ? [numberOf(schema)] : [])]);
}

/** Zod never looks whether that which stands in the place of another value is what it should be. */
function markStandIn({ innerType, defaultValue, catchValue }: Definition, json: Table): void {
  const isKnown = catchValue === undefined || catchValue.length === 0;
  const value = catchValue === undefined ? defaultValue : isKnown ? catchValue(undefined) : undefined;
  const read = isKnown ? innerType?.safeParse(value) : undefined;
  if (read?.success === true && isDeepStrictEqual(read.data, value)) return;
  const inner = { ...json };
  for (const keyword of Object.keys(json)) delete json[keyword];
  json["anyOf"] = [inner, isKnown && isPlain(value) ? { const: value } : {}];
}

const isPlain = (value: unknown): boolean =>
  value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

function markTaken(schema: z.core.$ZodTypes, json: Table, unsaid: readonly object[], numberOf: NumberOf): void {
  const { type, coerce, in: first, checks = [], values = [] } = schema._zod.def as Definition;
  const isPreprocessed = type === "pipe" && first?._zod.def.type === "transform";
  const isUnsayable = UNSAYABLE.has(type) || (type === "literal" && values.some((value) => typeof value === "bigint"));
  const isOther = isUnsayable || coerce === true || (isConverting(checks) && checks.length > 1);
  if (isOther || isPreprocessed) json[OPAQUE] = numberOf(schema);
  addChecks(json, [...unsaid, ...(type === "pipe" || type === "custom" ? [schema] : [])].map(numberOf));
  if (Array.isArray(json["required"])) json["required"] = needed(schema._zod.def as Definition, json["required"]);
}

/** Zod calls a field needed that has something else in the place of a value that is not there. */
function needed({ shape, valueType }: Definition, named: readonly string[]): readonly string[] {
  const isNeeded = (name: string): boolean => {
    const field = shape?.[name] ?? valueType;
    return field === undefined || !z.object({ field }).safeParse({}).success;
  };
  return named.filter(isNeeded);
}
