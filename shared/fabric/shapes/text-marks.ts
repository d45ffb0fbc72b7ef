// What zod asks of a text beyond JSON Schema: flags of patterns, and formats that no pattern says.

import { CHECKS } from "../../core/shape.ts";
import { FLAGGED, FORMATS, type Pattern } from "./texts.ts";

/** The definition of one check of a text; a format that stands alone is its own first check. */
export interface TextCheck {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly protocol?: RegExp;
  readonly hostname?: RegExp;
  readonly alg?: string;
  readonly position?: number;
  readonly includes?: string;
  readonly fn?: object;
}

type Table = Record<string, unknown>;

/** The number of a thing, or of what a text says; the same for the same. */
export type NumberOf = (thing: object | string) => number;

/** Where zod looks further than its pattern. */
const BEYOND_PATTERN: ReadonlySet<string> = new Set(["base64", "base64url", "ipv6", "cidrv6"]);

/** Adds to `json`, which zod made of a text with these checks, what it leaves out; takes from it what would be wrong. */
export function markText(checks: readonly TextCheck[], json: Table, numberOf: NumberOf): void {
  const flagged = checks.flatMap(({ pattern }) => (pattern === undefined || pattern.flags === "" ? [] : [pattern]));
  for (const { source } of [...flagged, ...checks.flatMap((check) => (isPlaced(check) ? (check.pattern ?? []) : []))])
    dropPattern(json, source);
  const kept = flagged.map(({ source, flags }): Pattern => ({ source, flags }));
  if (kept.length > 0) json[FLAGGED] = kept;
  const formats = checks.flatMap((check) => formatsOf(check, numberOf));
  if (checks.some(({ check }) => check === "string_format")) json[FORMATS] = [...new Set(formats)];
  if (checks.length > 1 && checks.some(({ format }) => format === "url")) markTrimmed(checks, json, numberOf);
}

/** Zod trims what is to be a URL: what stands before and behind is measured and matched without. */
function markTrimmed(checks: readonly TextCheck[], json: Table, numberOf: NumberOf): void {
  const said = JSON.stringify(checks, (_, value: unknown) => {
    if (value instanceof RegExp) return String(value);
    return typeof value === "function" ? numberOf(value) : value;
  });
  for (const keyword of ["minLength", "maxLength", "pattern", "allOf", FLAGGED]) delete json[keyword];
  json[FORMATS] = (json[FORMATS] as readonly string[]).filter((format) => format.startsWith("url"));
  json[CHECKS] = [numberOf(said)];
}

/** Zod's pattern of it does not reach over the end of a line, and zod does. */
const isPlaced = ({ format, position }: TextCheck): boolean => format === "includes" && position !== undefined;

function formatsOf(check: TextCheck, numberOf: NumberOf): readonly string[] {
  const { check: kind, format = "", pattern, protocol, hostname, alg, fn, includes, position } = check;
  if (kind !== "string_format") return [];
  if (fn !== undefined) return [`${format} ${numberOf(fn)}`];
  if (isPlaced(check)) return [`text with ${JSON.stringify(includes)} behind ${position} characters`];
  if (pattern !== undefined && !BEYOND_PATTERN.has(format)) return [];
  return [
    format,
    ...(protocol === undefined ? [] : [`${format} with a protocol like ${protocol}`]),
    ...(hostname === undefined ? [] : [`${format} with a host like ${hostname}`]),
    ...(alg === undefined || alg === null ? [] : [`${format} signed by ${alg}`]),
  ];
}

/** One pattern stands alone, several as a list. */
function dropPattern(json: Table, source: string): void {
  if (json["pattern"] === source) delete json["pattern"];
  if (!Array.isArray(json["allOf"])) return;
  const parts: readonly unknown[] = json["allOf"];
  const at = parts.findIndex((part) => Object(part)["pattern"] === source);
  const left = parts.filter((_, place) => place !== at);
  if (left.length === 0) delete json["allOf"];
  else json["allOf"] = left;
}
