// One text per JSON value, however it was written: what a keyed hash is taken of.

import { isObject, type Json } from "./json.ts";

/**
 * Names sorted by their UTF-16 units, no white space, and numbers by value: 1, 1.0 and 1e0 give the same text. As RFC
 * 8785 (https://www.rfc-editor.org/rfc/rfc8785) has it wherever a double holds the number; a number that none holds
 * keeps all of its digits, as `<digits>e<exponent>`. Lone surrogates are escaped.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`).join(",")}}`;
  }
  return typeof value === "object" && value !== null ? exactNumber(JSON.stringify(value)) : JSON.stringify(value);
}

function exactNumber(text: string): string {
  const number = Number(text);
  const exact = digitsOf(text);
  return Number.isFinite(number) && digitsOf(String(number)) === exact ? String(number + 0) : exact;
}

/** Sign, digits without zeros at either end, and exponent: equal for equal numbers. */
function digitsOf(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  let start = 0;
  while (all[start] === "0") start++;
  let end = all.length;
  // By hand: a pattern that looks for closing zeros takes quadratic time on a hostile number.
  while (end > start && all[end - 1] === "0") end--;
  if (start === end) return "0";
  return `${sign}${all.slice(start, end)}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(all.length - end)}`;
}
