// Whether a JSON value fits an Avro schema: the library would quote what does not, and round in silence.

import avsc, { type Type } from "avsc";
import { TransformError } from "../../core/errors.ts";
import { isObject, type Json, withoutRawNumbers } from "../../core/json.ts";
import { doubleOf, floatOf } from "./real-number.ts";

/**
 * The value as the library takes it. Throws `TransformError` AVRO with the place, in the schema's own names (`[]` for a
 * member of a map and an item of a list): for another kind, a number that would become another, a field that the schema
 * lacks, and for what several types of a union would take.
 */
export function fittingAvro(type: Type, value: Json | undefined, at = ""): unknown {
  const { types } = avsc;
  if (type instanceof types.RecordType) return record(type, value, at);
  if (type instanceof types.UnwrappedUnionType) return oneOf(type.types, value, at);
  if (type instanceof types.WrappedUnionType) return wrapped(type, value, at);
  if (type instanceof types.ArrayType) {
    if (!Array.isArray(value)) throw misfit(at, "array");
    return (value as readonly Json[]).map((item) => fittingAvro(type.itemsType, item, `${at}[]`));
  }
  if (type instanceof types.MapType) {
    if (!isObject(value)) throw misfit(at, "map");
    const { valuesType } = type as { readonly valuesType: Type };
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, fittingAvro(valuesType, member, `${at}[]`)]),
    );
  }
  return scalar(type, value, at);
}

function record(type: avsc.types.RecordType, value: Json | undefined, at: string): unknown {
  if (!isObject(value)) throw misfit(at, "record");
  // A name that the schema lacks is the message's own word: not quoted.
  if (!Object.keys(value).every((name) => type.fields.some((field) => field.name === name)))
    throw misfit(at, "record without fields that the schema lacks");
  return Object.fromEntries(
    type.fields.flatMap((field) => {
      const found = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
      if (found === undefined && field.defaultValue() !== undefined) return [];
      return [[field.name, fittingAvro(field.type, found, at === "" ? field.name : `${at}.${field.name}`)]];
    }),
  );
}

/** The library looks for the type once more, and would take the first of two. */
function oneOf(branches: readonly Type[], value: Json | undefined, at: string): unknown {
  const ofKind = branches.filter((branch) => kindOf(branch) === kindIn(value));
  const [only, another] = ofKind;
  if (only === undefined) throw misfit(at, "one of the union's types");
  if (another === undefined) return fittingAvro(only, value, at);
  const fitting = ofKind.filter((branch) => fits(branch, value));
  if (fitting[0] === undefined || fitting.length > 1) throw misfit(at, "what exactly one of the union's types takes");
  return fittingAvro(fitting[0], value, at);
}

function fits(type: Type, value: Json | undefined): boolean {
  try {
    fittingAvro(type, value);
    return true;
  } catch {
    return false;
  }
}

function wrapped({ types }: avsc.types.WrappedUnionType, value: Json | undefined, at: string): unknown {
  if (value === null && types.some(({ branchName }) => branchName === "null")) return null;
  const [[name, member] = [], ...more] = isObject(value) ? Object.entries(value) : [];
  const branch = more.length > 0 ? undefined : types.find(({ branchName }) => name === branchName && name !== "null");
  if (branch?.branchName === undefined) throw misfit(at, "one of the union's types as { TYPE: value }");
  return { [branch.branchName]: fittingAvro(branch, member, at) };
}

/** What JSON has for it: two types of a union are told apart by this, or not at all. */
function kindOf(type: Type): string {
  if (type instanceof avsc.types.RecordType || type instanceof avsc.types.MapType) return "object";
  if (type instanceof avsc.types.EnumType || type instanceof avsc.types.LogicalType) return "string";
  const name = type.branchName ?? "";
  return ["int", "long", "float", "double"].includes(name) ? "number" : name;
}

function kindIn(value: Json | undefined): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "object" && !isObject(value) ? "number" : typeof value;
}

function scalar(type: Type, value: Json | undefined, at: string): unknown {
  const name = type.branchName ?? type.typeName;
  if (value === undefined) throw misfit(at, name);
  const taken = name === "double" ? doubleOf(value) : name === "float" ? floatOf(value) : withoutRawNumbers(value);
  if (taken === undefined || !type.isValid(taken)) throw misfit(at, name);
  return taken;
}

const misfit = (at: string, wanted: string) =>
  new TransformError(
    "AVRO",
    `the body does not fit the Avro schema at ${at === "" ? "its top" : at.slice(0, 200)}: ${wanted} was expected`,
  );
