// Numbers as they are written, whatever a double makes of them: kept digit by digit, and equal exactly where they are.

import { isObject, type Json, jsonNumber } from "./json.ts";

/** True for a number whose text is kept, since a double is another one. */
export const isRawNumber = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isObject(value as Json);

/**
 * The number that JSON writes so: as a double where that is printed as the very same number, and else raw, in one form for
 * all ways of writing it. So two of them are deeply equal exactly where the numbers are. Undefined for any other text.
 */
export function exactNumber(text: string): Json | undefined {
  const number = Number(text);
  const [written, kept] = [decimalOf(text), decimalOf(String(number))];
  if (written === undefined) return undefined;
  const isKept = kept !== undefined && plain(kept) === plain(written);
  // Nought is nought, with whatever sign.
  return isKept ? number || 0 : jsonNumber(plain(written));
}

/** A copy of plain data in which every raw number is as `exactNumber` has it. */
export function exactNumbers(value: unknown): unknown {
  if (typeof value === "number") return value || 0;
  if (typeof value !== "object" || value === null) return value;
  if (isRawNumber(value)) return exactNumber(JSON.stringify(value));
  if (Array.isArray(value)) return value.map(exactNumbers);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, exactNumbers(item)]));
}

/** Digits without noughts at either end, times a power of ten. */
interface Decimal {
  readonly sign: string;
  readonly digits: string;
  readonly power: bigint;
}

function decimalOf(text: string): Decimal | undefined {
  const [whole, sign = "", before = "", behind = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const significant = `${before}${behind}`.replace(/^0+/, "");
  const digits = significant.replace(/0+$/, "");
  if (digits === "") return { sign: "", digits: "0", power: 0n };
  return { sign, digits, power: BigInt(power) - BigInt(behind.length) + BigInt(significant.length - digits.length) };
}

/** Noughts are written out so far; what is longer is a power of ten. */
const MOST_NOUGHTS = 400;

function plain({ sign, digits, power }: Decimal): string {
  if (power > MOST_NOUGHTS || power < -MOST_NOUGHTS) return `${sign}${digits}e${power}`;
  if (power >= 0n) return `${sign}${digits}${"0".repeat(Number(power))}`;
  const padded = digits.padStart(1 - Number(power), "0");
  return `${sign}${padded.slice(0, Number(power))}.${padded.slice(Number(power))}`;
}
