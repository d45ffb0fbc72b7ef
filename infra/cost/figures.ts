// Figures as a person reads them: three digits, and both ends where there are two.

import type { Range } from "./range.ts";

/** Three digits that mean something, and no more than four decimals: `0.0042`, `4.12`, `41,200`. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size < LEAST) return size === 0 ? "0" : "~0";
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.min(4, 2 - Math.floor(Math.log10(size))));
}

/** What would read as 0.0000. */
const LEAST = 0.00005;

/** Large counts in short: `263 M`, `1.2 k`. */
export function count(value: number): string {
  const [by, unit] = value >= 1e12 ? [1e12, " T"] : value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : [1, ""];
  return `${digits(value / by)}${unit}`;
}

/** `low to high`, or one figure where both read the same. */
export function ends({ low, high }: Range, write: (value: number) => string = digits): string {
  const [from, to] = [write(low), write(high)];
  return from === to ? from : `${from} to ${to}`;
}
