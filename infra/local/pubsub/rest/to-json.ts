// A method's answer as REST shows it: https://protobuf.dev/programming-guides/json/

import protobuf, { type Field, type Type } from "protobufjs";
import type { Fields } from "../forms/fields.ts";
import { WELL_KNOWN } from "./well-known.ts";

/** As the service does, leaves out what is empty: texts, zeros, false, lists and maps without members. */
export function toJson(type: Type, fields: Fields): object {
  return Object.fromEntries(
    type.fieldsArray.flatMap((field) => {
      const value = fields[field.name];
      if (value === undefined || value === null || isDefault(field.resolve(), value)) return [];
      return [[field.name, fieldValue(field, value)]];
    }),
  );
}

function isDefault({ map, repeated, resolvedType }: Field, value: unknown): boolean {
  if (map) return Object.keys(value as object).length === 0;
  if (repeated) return (value as readonly unknown[]).length === 0;
  if (resolvedType instanceof protobuf.Type) return false;
  return value === "" || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
}

function fieldValue(field: Field, value: unknown): unknown {
  if (field.repeated) return (value as readonly unknown[]).map((item) => one(field, item));
  if (!field.map) return one(field, value);
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, one(field, item)]));
}

function one({ type, resolvedType }: Field, value: unknown): unknown {
  const write = WELL_KNOWN.get(resolvedType?.fullName ?? "")?.write;
  if (write !== undefined) return write(value as Fields);
  if (resolvedType instanceof protobuf.Type) return toJson(resolvedType, value as Fields);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return type === "int64" ? String(value) : value;
}
