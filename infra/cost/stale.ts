// Prices age: what is older than 90 days is named, so that nobody takes an old figure for today's.

/** From when on a price is named as old; ours, in days. */
const FRESH_DAYS = 90;

const DAY_MS = 86_400_000;

/** One price or allowance that is old on the day of the run. */
export interface Stale {
  readonly name: string;
  readonly date: string;
  readonly ageDays: number;
}

/** A figure with the day that it is of. */
export type Dated = readonly [name: string, figure: { readonly date: string }];

/** What is older than 90 days at `now`, the oldest first. A month without a day counts from its first. */
export const stalePrices = (figures: readonly Dated[], now: Date): readonly Stale[] =>
  figures
    .map(([name, { date }]) => ({ name, date, ageDays: Math.floor((now.getTime() - Date.parse(date)) / DAY_MS) }))
    .filter(({ ageDays }) => ageDays > FRESH_DAYS)
    .sort((left, right) => right.ageDays - left.ageDays);

/** One line for a terminal, or nothing where all of these are fresh. */
export function staleWarning(figures: readonly Dated[], now: Date): string | undefined {
  const stale = stalePrices(figures, now);
  const [oldest] = stale;
  if (oldest === undefined) return undefined;
  const day = now.toISOString().slice(0, 10);
  const many = `${stale.length} of the ${figures.length} prices and free parts used here ${stale.length === 1 ? "is" : "are"}`;
  return (
    `warning: ${many} older than ${FRESH_DAYS} days on ${day}; ` +
    `the oldest is ${oldest.name}, of ${oldest.date}: see docs/cost.md for how to refresh them`
  );
}
