// A Protocol Buffers message as its JSON form has it, where the library's own is another.

import protobufjs, { type Field, type Type } from "protobufjs";
import { isObject, type Json } from "../../core/json.ts";

/** What the library's `toObject` gave of a message of the type: numbers that JSON lacks as text, keys of 64 bits as numbers. */
export function jsonOfMessage(type: Type, value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, ofField(type.fields[name], member)]));
}

function ofField(field: Field | undefined, value: Json): Json {
  if (field instanceof protobufjs.MapField && isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [keyText(field.keyType, key), one(field, item)]),
    );
  return Array.isArray(value) ? (value as readonly Json[]).map((item) => one(field, item)) : one(field, value);
}

function one(field: Field | undefined, value: Json): Json {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return field?.resolvedType instanceof protobufjs.Type ? jsonOfMessage(field.resolvedType, value) : value;
}

/** The library keeps a key of 64 bits as eight characters, one for each byte. */
function keyText(keyType: string, key: string): string {
  if (!keyType.endsWith("64") || key.length !== 8) return key;
  return String(protobufjs.util.longFromHash(key, keyType === "uint64" || keyType === "fixed64"));
}
