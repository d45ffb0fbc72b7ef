// Values that Google would make up, made up from names instead: the same in every run.

import { createHash } from "node:crypto";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** So many digits, the first of them not 0. */
export function digitsOf(text: string, count: number): string {
  const digits = BigInt(`0x${hash(text)}`).toString();
  return `1${digits.slice(0, count - 1)}`;
}

/** So many letters and digits, as in the address of a service. */
export const lettersOf = (text: string, count: number): string => hash(text).slice(0, count);

/** The moment at which everything was made. */
export const MADE_AT = "2025-01-01T00:00:00Z";

/** The same in milliseconds. */
export const MADE_AT_MS = Date.parse(MADE_AT);
