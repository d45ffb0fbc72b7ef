// Schemas, changes of them and values that they take: what comparisons of shapes are held against.

import fc from "fast-check";
import { z } from "zod";

/** A zod schema as plain parts, so that it can be changed and values can be made of it. */
export type Spec =
  | { readonly kind: "text"; readonly least: number; readonly most: number }
  | { readonly kind: "whole" | "number"; readonly low: number; readonly high: number }
  | { readonly kind: "truth" | "null" }
  | { readonly kind: "some"; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: "list"; readonly item: Spec; readonly least: number; readonly most: number }
  | { readonly kind: "tuple"; readonly items: readonly Spec[] }
  | { readonly kind: "table"; readonly value: Spec }
  | { readonly kind: "choice"; readonly choices: readonly Spec[] }
  | {
      readonly kind: "object";
      readonly fields: readonly { readonly name: string; readonly field: Spec; readonly isOptional: boolean }[];
      readonly rest: "strict" | "strip" | "loose";
    };

const NAMES = ["a", "b", "c"];
const VALUES = ["", "x", "yy", 0, 1, 2, true, false];
const small = fc.integer({ min: 0, max: 3 });
const span = fc.tuple(small, small).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);

const leaf: fc.Arbitrary<Spec> = fc.oneof(
  span.map(([least, most]) => ({ kind: "text" as const, least, most })),
  fc
    .tuple(fc.constantFrom("whole" as const, "number" as const), span)
    .map(([kind, [low, high]]) => ({ kind, low, high: high + 1 })),
  fc.constantFrom({ kind: "truth" as const }, { kind: "null" as const }),
  fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 3 }).map((values) => ({
    kind: "some" as const,
    values,
  })),
);

const { spec } = fc.letrec<{ spec: Spec }>((tie) => ({
  spec: fc.oneof(
    { maxDepth: 3, depthSize: "medium" },
    leaf,
    fc.tuple(tie("spec"), span).map(([item, [least, most]]) => ({ kind: "list" as const, item, least, most })),
    fc.array(tie("spec"), { minLength: 1, maxLength: 2 }).map((items) => ({ kind: "tuple" as const, items })),
    tie("spec").map((value) => ({ kind: "table" as const, value })),
    fc.array(tie("spec"), { minLength: 1, maxLength: 3 }).map((choices) => ({ kind: "choice" as const, choices })),
    fc.record({
      kind: fc.constant("object" as const),
      fields: fc.uniqueArray(
        fc.record({ name: fc.constantFrom(...NAMES), field: tie("spec"), isOptional: fc.boolean() }),
        { selector: ({ name }) => name, maxLength: 3 },
      ),
      rest: fc.constantFrom("strict" as const, "strip" as const, "loose" as const),
    }),
  ),
}));

/** Any schema, small enough that two of them often have to do with each other. */
export const aSpec: fc.Arbitrary<Spec> = spec;

/** The schema itself. */
export function zodOf(spec: Spec): z.ZodType {
  switch (spec.kind) {
    case "text":
      return z.string().min(spec.least).max(spec.most);
    case "whole":
      return z.int().min(spec.low).max(spec.high);
    case "number":
      return z.number().min(spec.low).max(spec.high);
    case "truth":
      return z.boolean();
    case "null":
      return z.null();
    case "some":
      return z.literal([...spec.values]);
    case "list":
      return z.array(zodOf(spec.item)).min(spec.least).max(spec.most);
    case "tuple":
      return z.tuple(spec.items.map(zodOf) as [z.ZodType, ...z.ZodType[]]);
    case "table":
      return z.record(z.string(), zodOf(spec.value));
    case "choice":
      return z.union(spec.choices.map(zodOf));
    case "object": {
      const fields = spec.fields.map(
        ({ name, field, isOptional }) => [name, isOptional ? zodOf(field).optional() : zodOf(field)] as const,
      );
      const shape = Object.fromEntries(fields);
      if (spec.rest === "strict") return z.strictObject(shape);
      return spec.rest === "loose" ? z.looseObject(shape) : z.object(shape);
    }
  }
}

const anything = fc.constantFrom<unknown>(...VALUES, null, [], {}, ["x"], { a: 1 }, 1.5, "zzz");

/** Values that the schema takes, those at its edges among them. */
export function valuesOf(spec: Spec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case "text":
      return fc.string({ unit: fc.constantFrom("x", "y"), minLength: spec.least, maxLength: spec.most });
    case "whole":
      return fc.integer({ min: spec.low, max: spec.high });
    case "number":
      return fc.integer({ min: spec.low * 2, max: spec.high * 2 }).map((halves) => halves / 2);
    case "truth":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "some":
      return fc.constantFrom(...spec.values);
    case "list":
      return fc.array(valuesOf(spec.item), { minLength: spec.least, maxLength: spec.most });
    case "tuple":
      return fc.tuple(...spec.items.map(valuesOf));
    case "table":
      return fc.dictionary(fc.constantFrom(...NAMES, "d"), valuesOf(spec.value), { maxKeys: 3, noNullPrototype: true });
    case "choice":
      return fc.oneof(...spec.choices.map(valuesOf));
    case "object": {
      const optional = spec.fields.filter(({ isOptional }) => isOptional).map(({ name }) => name);
      const named = Object.fromEntries(spec.fields.map(({ name, field }) => [name, valuesOf(field)]));
      const needed = Object.keys(named).filter((name) => !optional.includes(name));
      const fields = fc.record(named, { requiredKeys: needed, noNullPrototype: true });
      if (spec.rest === "strict") return fields;
      const more = fc.dictionary(fc.constantFrom(...NAMES, "d"), anything, { maxKeys: 2, noNullPrototype: true });
      return fc.tuple(more, fields, fc.constant(Object.keys(named))).map(([others, own, known]) => ({
        ...Object.fromEntries(Object.entries(others).filter(([name]) => !known.includes(name))),
        ...own,
      }));
    }
  }
}

/** The same with a change somewhere, mostly a small one; `random` gives numbers from 0 to below 1. */
export function changed(spec: Spec, other: Spec, random: () => number): Spec {
  const pick = random();
  if (pick < 0.1) return other;
  if (pick < 0.2) return { kind: "choice", choices: [spec, other] };
  const step = Math.floor(random() * 3) - 1;
  switch (spec.kind) {
    case "text":
      return { ...spec, least: Math.max(0, spec.least - step), most: Math.max(spec.most + step, spec.least) };
    case "whole":
    case "number":
      return { ...spec, kind: pick < 0.4 ? "number" : spec.kind, high: Math.max(spec.high + step, spec.low + 1) };
    case "list":
      return { ...spec, item: changed(spec.item, other, random), most: Math.max(spec.most + step, spec.least) };
    case "tuple":
      return { ...spec, items: spec.items.map((item) => changed(item, other, random)) };
    case "table":
      return { ...spec, value: changed(spec.value, other, random) };
    case "choice":
      return { ...spec, choices: spec.choices.toReversed().map((choice) => changed(choice, other, random)) };
    case "object": {
      const fields = spec.fields
        .filter(() => random() > 0.15)
        .map((field) => ({ ...field, field: changed(field.field, other, random) }))
        .map((field) => ({ ...field, isOptional: field.isOptional || random() < 0.3 }));
      return { ...spec, fields, rest: random() < 0.3 ? "loose" : spec.rest };
    }
    default:
      return spec;
  }
}
