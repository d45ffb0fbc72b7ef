// Avro's binary form, read so that no count is believed: the library makes room for whatever a count claims.

import avsc, { type Type } from "avsc";
import { type Json, toJson } from "../../core/json.ts";
import {
  badDatum,
  blocks,
  type Cursor,
  cursor,
  deeper,
  int,
  lengthOf,
  long,
  nothing,
  taken,
  text,
  truth,
} from "./avro-bytes.ts";

type Read = (from: Cursor) => Json;

/**
 * A reader of one datum, with nothing behind it. What it makes is never more than the bytes are good for, whatever counts
 * and lengths they claim. Throws `TransformError` AVRO for what is no such datum, NOT_TEXT for text that is not UTF-8,
 * TOO_DEEP, and NO_JSON_VALUE for numbers that JSON lacks.
 */
export function avroReader(type: Type): (bytes: Uint8Array) => Json {
  const read = readerOf(type, new Map());
  return (bytes) => {
    const from = cursor(bytes);
    const value = read(from);
    if (from.at !== bytes.length) throw badDatum();
    return value;
  };
}

/** `known` holds the records that are being read already: a schema may name itself. */
function readerOf(type: Type, known: Map<Type, Read>): Read {
  const { types } = avsc;
  if (type instanceof types.LogicalType) return readerOf(type.underlyingType, known);
  if (type instanceof types.RecordType) return known.get(type) ?? recordReader(type, known);
  if (type instanceof types.ArrayType) return arrayReader(readerOf(type.itemsType, known));
  if (type instanceof types.MapType) return mapReader(readerOf(type.valuesType as Type, known));
  if (type instanceof types.UnwrappedUnionType) return unionReader(type.types.map((each) => readerOf(each, known)));
  if (type instanceof types.WrappedUnionType) return unionReader(type.types.map((each) => wrapped(each, known)));
  if (type instanceof types.EnumType) return unionReader(type.symbols.map((symbol) => () => symbol));
  if (type instanceof types.FixedType) return (from) => base64(from, type.size);
  const scalar = SCALARS[type.branchName ?? ""];
  if (scalar === undefined) throw new Error(`type ${type.typeName} is not known`);
  return scalar;
}

function recordReader(type: avsc.types.RecordType, known: Map<Type, Read>): Read {
  const fields: (readonly [string, Read])[] = [];
  const read = deeper((from) => {
    if (fields.length === 0) nothing(from);
    return Object.fromEntries(fields.map(([name, value]) => [name, value(from)]));
  });
  known.set(type, read);
  for (const field of type.fields) fields.push([field.name, readerOf(field.type, known)]);
  return read;
}

const arrayReader = (item: Read): Read =>
  deeper((from) => {
    const items: Json[] = [];
    blocks(from, () => items.push(item(from)));
    return items;
  });

const mapReader = (value: Read): Read =>
  deeper((from) => {
    const members: [string, Json][] = [];
    blocks(from, () => members.push([text(from), value(from)]));
    return Object.fromEntries(members);
  });

const unionReader =
  (branches: readonly Read[]): Read =>
  (from) => {
    const read = branches[Number(long(from))];
    if (read === undefined) throw badDatum();
    return read(from);
  };

function wrapped(type: Type, known: Map<Type, Read>): Read {
  const read = readerOf(type, known);
  const name = type.branchName ?? "";
  return name === "null" ? read : deeper((from) => ({ [name]: read(from) }));
}

/** By the name that the schema gives them. */
const SCALARS: Readonly<Record<string, Read>> = {
  null(from) {
    nothing(from);
    return null;
  },
  boolean: truth,
  int,
  long: (from) => toJson(long(from)),
  float: (from) => toJson(taken(from, 4).readFloatLE()),
  double: (from) => toJson(taken(from, 8).readDoubleLE()),
  bytes: (from) => base64(from, lengthOf(from)),
  string: text,
};

const base64 = (from: Cursor, size: number): string => taken(from, size).toString("base64");
