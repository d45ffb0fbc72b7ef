// Zod schemas as shapes: JSON Schema, with marks where zod says more than JSON Schema can.

import { z } from "zod";
import { CHECKS, OPAQUE, type Shape } from "../../core/shape.ts";
import { UNSAYABLE } from "../../schemas/to-json.ts";
import { FLAGGED } from "./texts.ts";

/** What a schema takes (`input`), or what it gives (`output`). */
export type Side = "input" | "output";

interface Definition {
  readonly type: string;
  readonly coerce?: boolean;
  readonly checks?: readonly Check[];
  readonly in?: z.core.$ZodType;
}

interface Check {
  readonly _zod: { readonly def: { readonly check: string; readonly pattern?: RegExp } };
}

/**
 * Shapes of one reader can be compared: what they are marked with is numbered by it. Of what a schema gives, a mark says that
 * fewer values come than are said; of what it takes, that fewer, or others, are accepted.
 */
export function shapeReader(): (schema: z.ZodType, side: Side) => Shape {
  const numbers = new Map<object, number>();
  const numberOf: NumberOf = (thing) => {
    const number = numbers.get(thing) ?? numbers.size + 1;
    numbers.set(thing, number);
    return number;
  };
  return (schema, side) => {
    try {
      return z.toJSONSchema(schema, {
        io: side,
        unrepresentable: "any",
        override: ({ zodSchema, jsonSchema }) => mark(zodSchema, jsonSchema as Table, side, numberOf),
      }) as Shape;
    } catch {
      // Two of its schemas have one id, or it is none of zod's own kinds.
      return { [OPAQUE]: side === "input" ? numberOf(schema) : -numberOf(schema) };
    }
  };
}

type Table = Record<string, unknown>;

function mark(schema: z.core.$ZodTypes, json: Table, side: Side, numberOf: NumberOf): void {
  const { checks = [] } = schema._zod.def as Definition;
  const flagged = checks.filter(isFlagged);
  const unsaid = [...checks.filter(isUnsaid), ...flagged];
  if (flagged.length > 0) {
    delete json["pattern"];
    delete json["allOf"];
    json["format"] = FLAGGED;
  }
  if (side === "output") markGiven(schema, json, unsaid, numberOf);
  else markTaken(schema, json, unsaid, numberOf);
}

type NumberOf = (thing: object) => number;

const isConverting = (checks: readonly Check[]): boolean => checks.some(({ _zod }) => _zod.def.check === "overwrite");

function markGiven(schema: z.core.$ZodTypes, json: Table, unsaid: readonly object[], numberOf: NumberOf): void {
  const { type, checks } = schema._zod.def as Definition;
  // A default need not pass what it stands for.
  if (type === "default" || type === "catch") delete json[CHECKS];
  // Numbers that nothing asks for: it is known only that fewer values come.
  const narrowed = type === "pipe" || isConverting(checks ?? []) ? [-numberOf(schema)] : [];
  const marks = [...unsaid.map(numberOf), ...narrowed, ...(type === "custom" ? [numberOf(schema)] : [])];
  if (marks.length > 0) json[CHECKS] = marks;
}

function markTaken(schema: z.core.$ZodTypes, json: Table, unsaid: readonly object[], numberOf: NumberOf): void {
  const { type, coerce, in: first, checks = [] } = schema._zod.def as Definition;
  const isPreprocessed = type === "pipe" && first?._zod.def.type === "transform";
  const isOther = UNSAYABLE.has(type) || coerce === true || (isConverting(checks) && checks.length > 1);
  if (isOther || isPreprocessed) json[OPAQUE] = numberOf(schema);
  const marks = [...unsaid, ...(type === "pipe" || type === "custom" ? [schema] : [])].map(numberOf);
  if (marks.length > 0) json[CHECKS] = marks;
}

const isUnsaid = ({ _zod }: Check): boolean => _zod.def.check === "custom";

const isFlagged = ({ _zod }: Check): boolean => (_zod.def.pattern?.flags ?? "") !== "";
