// Reads a value of the stack as the type that an attribute has, with the conversions that terraform makes.

import type { AttributeType } from "../schema/schema.ts";
import { UNKNOWN, type Value } from "../schema/value.ts";
import { isBag, isTemplate, type Json } from "./stack.ts";

/** The value, or in words why it is none. */
export type Converted = { readonly value: Value } | { readonly wrong: string };

/** What a text refers to, where it is one reference and nothing else: its type, and its value where that is written down. */
export type Told = (text: string) => { readonly type?: AttributeType; readonly json?: Json };

/** https://developer.hashicorp.com/terraform/language/expressions/type-constraints#conversion-of-primitive-types */
export function convert(type: AttributeType, json: Json, told: Told): Converted {
  if (json === null) return { value: null };
  if (isTemplate(json)) return template(type, json, told);
  if (typeof type === "string") return primitive(type, json);
  if (type[0] === "map" || type[0] === "object") {
    if (!isBag(json)) return wrong(type, json);
    return all(Object.entries(json), (value, name) => convert(fieldOf(type, name), value, told), Object.fromEntries);
  }
  if (!Array.isArray(json)) return wrong(type, json);
  const values = (pairs: readonly (readonly [string, Value])[]) => pairs.map(([, value]) => value);
  return all(Object.entries(json as readonly Json[]), (value) => convert(type[1], value, told), values);
}

const fieldOf = (type: Exclude<AttributeType, string>, name: string): AttributeType =>
  type[0] === "object" ? (type[1][name] ?? "string") : type[1];

function all(
  pairs: readonly (readonly [string, Json | undefined])[],
  each: (value: Json, name: string) => Converted,
  join: (pairs: readonly (readonly [string, Value])[]) => Value,
): Converted {
  const converted = pairs.map(([name, value]) => [name, each(value ?? null, name)] as const);
  const bad = converted.find(([, result]) => "wrong" in result)?.[1];
  if (bad !== undefined) return bad;
  return {
    value: join(converted.flatMap(([name, result]) => ("value" in result ? [[name, result.value] as const] : []))),
  };
}

function primitive(type: "string" | "number" | "bool", json: Json): Converted {
  const text = typeof json === "object" ? undefined : String(json);
  if (text === undefined) return wrong(type, json);
  if (type === "string") return { value: text };
  if (type === "number" && typeof json !== "boolean" && text.trim() !== "" && Number.isFinite(Number(text)))
    return { value: Number(text) };
  if (type === "bool" && (text === "true" || text === "false")) return { value: text === "true" };
  return wrong(type, json);
}

/** Only an apply tells what it will be, but what kind of thing it will be can be told before. */
function template(type: AttributeType, text: string, told: Told): Converted {
  const isOne = /^\$\{[\s\S]*\}$/.test(text);
  const { type: from = isOne ? undefined : "string", json } = told(text);
  if (json !== undefined) return convert(type, json, told);
  if (from === undefined || fits(from, type)) return { value: UNKNOWN };
  return { wrong: `takes ${words(type)}, not ${words(from)}, which ${text} is` };
}

function fits(from: AttributeType, to: AttributeType): boolean {
  if (typeof from === "string" || typeof to === "string")
    return from === to || to === "string" ? typeof from === "string" : from === "string" && typeof to === "string";
  const isList = (type: AttributeType) => type[0] === "list" || type[0] === "set";
  if (isList(from) && isList(to)) return fits(from[1] as AttributeType, to[1] as AttributeType);
  if (from[0] === "object" || to[0] === "object") return !isList(from) && !isList(to);
  return from[0] === to[0] && fits(from[1], to[1]);
}

const wrong = (type: AttributeType, json: Json): Converted => ({
  wrong: `takes ${words(type)}, not ${json === null || typeof json !== "object" ? JSON.stringify(json) : Array.isArray(json) ? "a list" : "an object"}`,
});

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  bool: "true or false",
  object: "an object",
};

function words(type: AttributeType): string {
  if (typeof type === "string") return WORDS[type] ?? type;
  return type[0] === "object" ? "an object" : `a ${type[0]} of ${words(type[1])}`;
}
