// A zod schema as the schema of a Pub/Sub topic: what does not fit is refused as it is published.

import type { z } from "zod";
import { type Field, fieldsOf, type Kind, type Misfit } from "./fields.ts";

/** An Avro record: https://avro.apache.org/docs/1.11.1/specification/#schema-record */
export interface AvroRecord {
  readonly type: "record";
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: AvroType; readonly doc?: string }[];
}

type AvroType = string | AvroRecord | { readonly type: "array"; readonly items: AvroType };

/** Moments and dates are texts in JSON, and so they are here. */
const TYPES: Readonly<Record<Exclude<Kind, "record">, string>> = {
  text: "string",
  integer: "long",
  number: "double",
  boolean: "boolean",
  instant: "string",
  day: "string",
};

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Pure. For bodies as they are, in Avro's JSON encoding: that writes what may be lacking as `{"string": "x"}`, never as
 * `"x"`, so such a field is a misfit. Where there are misfits the record is not to be used.
 */
export function toAvro(
  name: string,
  schema: z.ZodType,
): { readonly record: AvroRecord; readonly misfits: readonly Misfit[] } {
  const { fields, misfits } = fieldsOf(schema);
  return { record: record(inCapitals(name), fields), misfits: [...misfits, ...misfitting(fields, "")] };
}

const inCapitals = (name: string): string =>
  name.replaceAll(/(?:^|[-_])([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** Records inside have names of their own, made of the way to them. */
const record = (name: string, fields: readonly Field[]): AvroRecord => ({
  type: "record",
  name,
  fields: fields.map((field) => ({
    name: field.name,
    type: typeOf(name, field),
    ...(field.description === undefined ? {} : { doc: field.description }),
  })),
});

function typeOf(above: string, { name, kind, fields, isList }: Field): AvroType {
  const one = kind === "record" ? record(`${above}_${name}`, fields) : TYPES[kind];
  return isList ? { type: "array", items: one } : one;
}

const misfitting = (fields: readonly Field[], above: string): readonly Misfit[] =>
  fields.flatMap(({ name, fields: inner, isList, mayLack }) => [
    ...(NAME.test(name) ? [] : [{ at: `${above}${name}`, why: "a name is letters, digits and _" }]),
    ...(mayLack
      ? [{ at: `${above}${name}`, why: "Avro's JSON has no plain form for what may be missing or null" }]
      : []),
    ...misfitting(inner, isList ? `${above}${name}[].` : `${above}${name}.`),
  ]);
