// Reads the JSON of a request field by field, so that a wrong type is refused by name.

import { plainObject } from "../door/plain-json.ts";
import { missingParameter, SqsFault } from "./fault.ts";

/** A JSON object of a request. */
export type Fields = Readonly<Record<string, unknown>>;

const wrongType = (name: string, expected: string): SqsFault =>
  new SqsFault("SerializationException", `${name} must be ${expected}`);

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The request's body as an object; an empty one for an empty body. Throws `SerializationException`. */
export function parseFields(body: string): Fields {
  if (body === "") return {};
  const fields = plainObject(body);
  if (fields === undefined) throw wrongType("the request's body", "a JSON object");
  return fields;
}

/** A text that may be absent or null. Throws `SerializationException`. */
export function maybeText(fields: Fields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") throw wrongType(name, "a string");
  return value;
}

/** A text that must be there and not empty. Throws `MissingParameter` or `SerializationException`. */
export function text(fields: Fields, name: string): string {
  const value = maybeText(fields, name);
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** A whole number that may be absent. Throws `SerializationException`, and `InvalidParameterValue` out of range. */
export function maybeInteger(fields: Fields, name: string, least: number, most: number): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(name, "an integer");
  if (value < least || value > most)
    throw new SqsFault(
      "InvalidParameterValue",
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
    );
  return value;
}

/** A list of texts; empty where absent. */
export function texts(fields: Fields, name: string): readonly string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw wrongType(name, "a string list");
  return value;
}

/** A list of objects; empty where absent. */
export function objects(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw wrongType(name, "a list of objects");
  return value;
}

/** A map of objects by name; empty where absent. */
export function objectMap(fields: Fields, name: string): ReadonlyMap<string, Fields> {
  const value = fields[name] ?? {};
  if (!isObject(value)) throw wrongType(name, "a map");
  return new Map(
    Object.entries(value).map(([key, item]) => {
      if (!isObject(item)) throw wrongType(name, "a map of objects");
      return [key, item];
    }),
  );
}

/** A map of texts by name; empty where absent. */
export function textMap(fields: Fields, name: string): ReadonlyMap<string, string> {
  const value = fields[name] ?? {};
  if (!isObject(value)) throw wrongType(name, "a map");
  return new Map(
    Object.entries(value).map(([key, item]) => {
      if (typeof item !== "string") throw wrongType(name, "a map of strings");
      return [key, item];
    }),
  );
}
