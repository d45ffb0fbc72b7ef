// Whether a JSON value fits a Protocol Buffers message: the library would write zeros and leave out names in silence.

import protobufjs, { type Enum, type Field, type Type } from "protobufjs";
import { TransformError } from "../../core/errors.ts";
import { isObject, type Json, withoutRawNumbers } from "../../core/json.ts";
import { doubleOf, floatOf } from "./real-number.ts";

type Plain = Readonly<Record<string, unknown>>;

/**
 * The value as the library's `fromObject` takes it: nulls left out, 64-bit numbers as text. Throws `TransformError`
 * PROTOBUF with the place: an unknown name, another kind, a number out of range, two of one `oneof`.
 */
export function fitting(type: Type, value: Json, at = ""): Plain {
  if (!isObject(value)) throw misfit(at, `an object (${type.name})`);
  const given = Object.entries(value).filter(([, member]) => member !== null);
  for (const { fieldsArray, name } of type.oneofsArray)
    if (fieldsArray.filter((field) => given.some(([member]) => member === field.name)).length > 1)
      throw misfit(at, `at most one field of ${name}`);
  return Object.fromEntries(
    given.map(([name, member]) => {
      const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
      // A name that the schema lacks is the message's own word: not quoted.
      if (field === undefined) throw misfit(at, "no name that the schema lacks");
      return [name, fieldValue(field.resolve(), member, at === "" ? name : `${at}.${name}`)];
    }),
  );
}

function fieldValue(field: Field, value: Json, at: string): unknown {
  if (field instanceof protobufjs.MapField) {
    if (!isObject(value)) throw misfit(at, "an object");
    const { keyType } = field;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [fittingKey(keyType, key, at), one(field, item, `${at}[]`)]),
    );
  }
  if (!field.repeated) return one(field, value, at);
  if (!Array.isArray(value)) throw misfit(at, "a list");
  return (value as readonly Json[]).map((item) => one(field, item, `${at}[]`));
}

/** Keys are text in JSON, as the schema's type writes them; to the library any text is true but the empty one. */
function fittingKey(keyType: string, key: string, at: string): string {
  if (keyType === "string") return key;
  if (keyType === "bool" && (key === "true" || key === "false")) return key === "true" ? key : "";
  if (keyType === "bool" || String(SCALARS[keyType]?.(key)) !== key) throw misfit(`${at}[]`, `a key of ${keyType}`);
  return key;
}

function one({ type, resolvedType }: Field, value: Json, at: string): unknown {
  if (resolvedType instanceof protobufjs.Type) return fitting(resolvedType, value, at);
  if (resolvedType instanceof protobufjs.Enum) return enumValue(resolvedType, value, at);
  const taken = SCALARS[type]?.(value);
  if (taken === undefined) throw misfit(at, type);
  return taken;
}

function enumValue({ values, name }: Enum, value: Json, at: string): Json {
  const isKnown =
    typeof value === "string" ? Object.hasOwn(values, value) : Object.values(values).includes(value as number);
  if (!isKnown) throw misfit(at, `a name of ${name}`);
  return value;
}

type Take = (value: Json) => unknown;

/** A whole number between bounds, given as a number or as text; 64 bits go on as text. */
const whole =
  (low: bigint, high: bigint): Take =>
  (given) => {
    const value = withoutRawNumbers(given);
    const text = typeof value === "string" ? value : String(value);
    if (!["string", "number", "bigint"].includes(typeof value) || !/^-?\d{1,20}$/.test(text)) return undefined;
    const number = BigInt(text);
    if (number < low || number > high) return undefined;
    return high > 0xffff_ffffn ? String(number) : Number(number);
  };

const int32 = whole(-(2n ** 31n), 2n ** 31n - 1n);
const int64 = whole(-(2n ** 63n), 2n ** 63n - 1n);
const uint32 = whole(0n, 2n ** 32n - 1n);
const uint64 = whole(0n, 2n ** 64n - 1n);
const UNUSUAL: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];
const real =
  (numberOf: (value: Json) => number | undefined): Take =>
  (value) =>
    UNUSUAL.includes(value) ? Number(value) : numberOf(value);
const kind =
  (name: "string" | "boolean"): Take =>
  (value) =>
    typeof value === name ? value : undefined;
const base64: Take = (value) =>
  typeof value === "string" && Buffer.from(value, "base64").toString("base64") === value ? value : undefined;

/** https://protobuf.dev/programming-guides/proto3/#scalar */
const SCALARS: Readonly<Record<string, Take>> = {
  int32,
  sint32: int32,
  sfixed32: int32,
  uint32,
  fixed32: uint32,
  int64,
  sint64: int64,
  sfixed64: int64,
  uint64,
  fixed64: uint64,
  float: real(floatOf),
  double: real(doubleOf),
  bool: kind("boolean"),
  string: kind("string"),
  bytes: base64,
};

const misfit = (at: string, wanted: string) =>
  new TransformError(
    "PROTOBUF",
    `the body does not fit the schema at ${at === "" ? "its top" : at}: ${wanted} was expected`,
  );
