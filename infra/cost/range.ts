// A figure of which only the ends are known: never one number where the model does not have one.

import { ENDS, type End } from "./assumptions.ts";

/** `assumed` lies between `low` and `high`; the three are the same where nothing is open. */
export interface Range {
  readonly low: number;
  readonly assumed: number;
  readonly high: number;
}

/** What a figure is at each end of what is not known. A part of a sum may be cheapest where the sum is dearest. */
export function rangeOf(at: (end: End) => number): Range {
  const values = ENDS.map(at);
  return { low: Math.min(...values), assumed: at("assumed"), high: Math.max(...values) };
}

/** Each end divided by the same number. */
export const divided = ({ low, assumed, high }: Range, by: number): Range => ({
  low: low / by,
  assumed: assumed / by,
  high: high / by,
});
