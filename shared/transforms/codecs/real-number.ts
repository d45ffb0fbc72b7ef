// Whether a number that a body writes is still that number as a double or a float: both round in silence.

import type { Json } from "../../core/json.ts";
import { isObject } from "../../core/json.ts";

/** The double that is written as this number; undefined where it would be another number, or where the value is none. */
export function doubleOf(value: Json): number | undefined {
  const text = numberText(value);
  if (text === undefined) return undefined;
  const number = Number(text);
  return isSame(text, number) ? number : undefined;
}

/**
 * The nearest float: fractions are rounded, as its few digits have it. Undefined for whole numbers that would become
 * others, for what is beyond its range or too small for it, and where the value is no number.
 */
export function floatOf(value: Json): number | undefined {
  const text = numberText(value);
  if (text === undefined) return undefined;
  const number = Number(text);
  const float = Math.fround(number);
  const isCounted = /^-?\d+$/.test(text) || Number.isSafeInteger(number);
  if (isCounted) return isSame(text, number) && float === number ? number : undefined;
  return Number.isFinite(float) && (float !== 0 || isSame(text, 0)) ? number : undefined;
}

/** As it was written, also where a double could not hold it. */
function numberText(value: Json): string | undefined {
  const isRaw = typeof value === "object" && value !== null && !Array.isArray(value) && !isObject(value);
  return typeof value === "number" || isRaw ? JSON.stringify(value) : undefined;
}

const isSame = (text: string, number: number): boolean => {
  const [written, kept] = [decimal(text), decimal(String(number))];
  return written !== undefined && written === kept;
};

/** The digits without noughts at either end, and their power of ten: one form for all ways of writing a number. */
function decimal(text: string): string | undefined {
  const [all, sign, whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (all === undefined) return undefined;
  const significant = `${whole}${fraction}`.replace(/^0+/, "");
  const digits = significant.replace(/0+$/, "");
  if (digits === "") return "0";
  return `${sign}${digits}e${Number(power) - fraction.length + significant.length - digits.length}`;
}
