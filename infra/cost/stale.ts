// Prices age: what is older than 90 days is named, so that nobody takes an old figure for today's.

import type { PriceList } from "./price.ts";

/** From when on a price is named as old; ours, in days. */
const FRESH_DAYS = 90;

const DAY_MS = 86_400_000;

/** One price or allowance that is old on the day of the run. */
export interface Stale {
  readonly name: string;
  readonly date: string;
  readonly ageDays: number;
}

/** What is older than 90 days at `now`, the oldest first. A month without a day counts from its first. */
export function stalePrices({ prices, allowances }: PriceList, now: Date): readonly Stale[] {
  const entries = [
    ...Object.entries(prices),
    ...Object.entries(allowances).map(([name, allowance]) => [`free ${name}`, allowance] as const),
  ];
  return entries
    .map(([name, { date }]) => ({ name, date, ageDays: Math.floor((now.getTime() - Date.parse(date)) / DAY_MS) }))
    .filter(({ ageDays }) => ageDays > FRESH_DAYS)
    .sort((left, right) => right.ageDays - left.ageDays);
}

/** One line for a terminal, or nothing where all prices are fresh. */
export function staleWarning(list: PriceList, now: Date): string | undefined {
  const stale = stalePrices(list, now);
  const [oldest] = stale;
  if (oldest === undefined) return undefined;
  const all = Object.keys(list.prices).length + Object.keys(list.allowances).length;
  const day = now.toISOString().slice(0, 10);
  return (
    `warning: ${stale.length} of ${all} prices are older than ${FRESH_DAYS} days on ${day}; ` +
    `the oldest is ${oldest.name}, of ${oldest.date}: see docs/cost.md for how to refresh them`
  );
}
