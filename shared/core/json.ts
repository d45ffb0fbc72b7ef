// JSON as a message body holds it: parsing and writing it back changes no number, no name and no nesting.

import { TransformError } from "./errors.ts";

/**
 * A parsed value, immutable by agreement. A number that JavaScript can't hold as it was written (beyond 2^53, 1.0,
 * 1e400, -0) stays a raw number, which `JSON.stringify` writes back as it came. `__proto__` is a name like any other.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object, or a raw number: `isObject` tells them apart. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Deeper values are refused, on arrival and as results: far above any real message, far below the stack's end. */
export const DEEPEST_NESTING = 200;

// Standard since ES2026 and in Node.js 22, not yet in TypeScript's library.
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): JsonObject;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
};

/** True for objects, false for arrays, raw numbers and all else. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isRawJSON(value);

/**
 * May say yes where nothing would change (a long number inside a text), never no where something would: every decimal
 * of up to 15 digits that has no exponent, no closing zero and no six leading zeros comes out of a double as it went in.
 */
const mayChange =
  /(?:^|[:,[\s])(?:-0(?=[\s,\]}eE]|$)|-?[\d.]{16,}|-?\d+\.\d*0(?=[\s,\]}]|$)|-?0\.000000|-?[\d.]+[eE][-+\d])/;

/** Throws `TransformError`: NOT_JSON, or TOO_DEEP beyond `DEEPEST_NESTING`; never quotes the text. Last of equal names wins. */
export function parseJson(text: string): { readonly value: Json; readonly hasRawNumbers: boolean } {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the cause: a syntax error quotes the text.
    throw new TransformError("NOT_JSON", "the body is not JSON, which this transform expects");
  }
  checkNesting(value, DEEPEST_NESTING);
  if (!mayChange.test(text)) return { value, hasRawNumbers: false };
  return { value: JSON.parse(text, keepText as (name: string, value: unknown) => unknown), hasRawNumbers: true };
}

/** The number that a text writes, as JSON writes numbers and with its text kept; undefined for any other text. */
export const jsonNumber = (text: string): Json | undefined =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? parseJson(text).value : undefined;

/** A double beyond 2^53 is printed in as few digits as tell it from its neighbours, which are not always its own. */
const keepText = (_: string, value: unknown, { source }: { readonly source: string }): unknown =>
  typeof value === "number" && (String(value) !== source || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    ? rawJSON(source)
    : value;

function checkNesting(value: Json, levels: number): void {
  if (typeof value !== "object" || value === null) return;
  if (levels === 0) throw tooDeep();
  if (Array.isArray(value)) for (const item of value) checkNesting(item, levels - 1);
  else for (const item of Object.values(value)) checkNesting(item, levels - 1);
}

const tooDeep = () =>
  new TransformError("TOO_DEEP", `the JSON is nested too deeply: at most ${DEEPEST_NESTING} levels were expected`);

/** The same value without raw numbers: whole ones beyond 2^53 as bigint, all others as the nearest double. */
export function withoutRawNumbers(value: Json): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isRawJSON(value)) return plainNumber(value.rawJSON);
  if (Array.isArray(value)) return value.map(withoutRawNumbers);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutRawNumbers(item)]));
}

/** Beyond 400 digits a double is infinite anyway, and a bigint would take long to make. */
function plainNumber(text: string): number | bigint {
  const number = Number(text);
  return text.length <= 400 && /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

/**
 * What a computation gave, as JSON: a bigint as an exact number, a date as ISO 8601 text, a map as an object; members
 * that are undefined are left out. Throws `TransformError` NO_JSON_VALUE for what JSON has no form for, instead of
 * writing null or `{}` for it (NaN, functions, bytes, class instances), and TOO_DEEP, also for circles.
 */
export function toJson(value: unknown, levels = DEEPEST_NESTING): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : rawJSON(String(value));
  if (typeof value !== "object") throw unwritable(typeof value);
  if (levels === 0) throw tooDeep();
  if (Array.isArray(value)) return value.map((item) => toJson(item, levels - 1));
  if (isRawJSON(value)) return value as unknown as Json;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !(value instanceof Map))
    throw unwritable("special object");
  const members = value instanceof Map ? [...value] : Object.entries(value);
  const kept = members.filter(([, item]) => item !== undefined);
  return Object.fromEntries(kept.map(([name, item]) => [String(name), toJson(item, levels - 1)]));
}

const unwritable = (kind: string) =>
  new TransformError(
    "NO_JSON_VALUE",
    `the result holds a ${kind}: text, finite numbers, true, false, null were expected`,
  );
