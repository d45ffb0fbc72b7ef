// A message of a REST request as the methods want it: https://protobuf.dev/programming-guides/json/

import protobuf, { type Enum, type Field, type Type } from "protobufjs";
import type { Fields } from "../forms/fields.ts";
import { JsonFault, unknownName } from "./http-fault.ts";
import { WELL_KNOWN } from "./well-known.ts";

/** Throws `JsonFault` for a name that the message has not, and for a value that its field can't have. */
export function fromJson(type: Type, json: unknown, at = ""): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw misfit(at, type.name);
  const read = Object.entries(json).flatMap(([name, value]) => {
    const field = fieldOf(type, name);
    if (field === undefined) throw unknownName(name, at);
    return value === null ? [] : [[field.name, fieldValue(field, value, within(at, name))] as const];
  });
  return Object.fromEntries(read);
}

/** A field by its name in JSON, or by the one that the definition has. */
export function fieldOf(type: Type, name: string): Field | undefined {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(type.fields, camel) ? type.fields[camel]?.resolve() : undefined;
}

function fieldValue(field: Field, value: unknown, at: string): unknown {
  if (field.map) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw misfit(at, "map");
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(field, item, `${at}[].value`)]));
  }
  if (!field.repeated) return one(field, value, at);
  if (!Array.isArray(value)) throw misfit(at, "list");
  return value.map((item, index) => one(field, item, `${at}[${index}]`));
}

function one({ type, resolvedType }: Field, value: unknown, at: string): unknown {
  if (resolvedType instanceof protobuf.Enum) return enumName(resolvedType, value, at);
  const read = WELL_KNOWN.get(resolvedType?.fullName ?? "")?.read;
  if (read === undefined && resolvedType instanceof protobuf.Type) return fromJson(resolvedType, value, at);
  const taken = (read ?? SCALARS[type])?.(value);
  if (taken === undefined) throw misfit(at, resolvedType?.name ?? `TYPE_${type.toUpperCase()}`);
  return taken;
}

function enumName({ values, valuesById, name }: Enum, value: unknown, at: string): string {
  const found = typeof value === "number" ? valuesById[value] : value;
  if (typeof found === "string" && Object.hasOwn(values, found)) return found;
  throw misfit(at, name);
}

const boolean = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

function whole(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : undefined;
}

function bytes(value: unknown): Buffer | undefined {
  if (typeof value !== "string" || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) return undefined;
  return Buffer.from(value, "base64");
}

/** Those that requests of the service have. A number also stands as text, and the other way round a text never. */
const SCALARS: Readonly<Record<string, (value: unknown) => unknown>> = {
  string: (value) => (typeof value === "string" ? value : undefined),
  // In a query everything is text.
  bool: (value) => (value === "true" || value === "false" ? value === "true" : boolean(value)),
  int32: whole,
  int64: whole,
  bytes,
};

const within = (at: string, name: string): string => (at === "" ? name : `${at}.${name}`);

const misfit = (at: string, wanted: string): JsonFault =>
  new JsonFault(at, `Invalid value${at === "" ? "" : ` at '${at}'`} (${wanted})`);
