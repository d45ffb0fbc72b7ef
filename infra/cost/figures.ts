// Figures as a person reads them: three digits, and both ends where there are two.

import type { Range } from "./range.ts";

/**
 * Three digits that mean something, and no more than four decimals: `0.0042`, `4.12`, `41,200`. What is too small for
 * them is not nothing, and says so: `<0.0001`.
 */
export function digits(value: number): string {
  const size = Math.abs(Number(value.toPrecision(3)));
  if (size === 0) return "0";
  if (size < LEAST) return value < 0 ? `>-${LEAST}` : `<${LEAST}`;
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.min(4, 2 - Math.floor(Math.log10(size))));
}

/** The least that four decimals can say. */
const LEAST = 0.0001;

/** Large counts in short: `263 M`, `1.20 T`; below a million a count of things has no decimals but where it is below 100. */
export function count(value: number): string {
  const [by, unit] = value >= 1e12 ? [1e12, " T"] : value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : [1, ""];
  return Number.isInteger(value) && by === 1 ? value.toLocaleString("en-US") : `${digits(value / by)}${unit}`;
}

/** By a thousand each, as AWS counts bytes, and as the figures of both clouds are told here. */
const BYTES = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** An amount with its unit, as people write it: `31.9 GB`, `865 MB-months`, `26.3 M requests`. */
export function quantity(amount: number, unit: string): string {
  const [, months] = /^byte(?:s| (months))$/.exec(unit) ?? [undefined, undefined];
  if (!/^byte/.test(unit)) return `${count(amount)} ${unit}`;
  const power = Math.max(0, Math.min(BYTES.length - 1, Math.floor(Math.log10(Math.max(1, amount)) / 3)));
  return `${digits(amount / 1_000 ** power)} ${BYTES[power]}${months === undefined ? "" : "-months"}`;
}

/** `low to high`, or one figure where both read the same. */
export function ends({ low, high }: Range, write: (value: number) => string = digits): string {
  const [from, to] = [write(low), write(high)];
  return from === to ? from : `${from} to ${to}`;
}
