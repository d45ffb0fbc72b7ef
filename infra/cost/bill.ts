// What quantities cost: tiers and free parts are those of one payer, so everything is billed together.

import type { End } from "./assumptions.ts";
import type { Allowance, Price, PriceList, PriceName, Rate } from "./price.ts";

interface Billable {
  readonly price: PriceName;
  readonly amount: number;
}

/** Each quantity with its share of the bill, in US dollars; what is free is spread over all that it covers. */
export function bill<Each extends Billable>(
  quantities: readonly Each[],
  list: PriceList,
  end: End,
  { free }: { readonly free: boolean },
): readonly (Each & { readonly cost: number })[] {
  const totals = new Map<PriceName, number>();
  for (const { price, amount } of quantities) totals.set(price, (totals.get(price) ?? 0) + amount);
  const allowances = free ? Object.values(list.allowances) : [];
  const perUnit = new Map(
    [...totals].map(([name, total]) => {
      const from = Math.min(total, freeOf(name, totals, allowances));
      return [name, total === 0 ? 0 : costBetween(list.prices[name], end, from, total) / total];
    }),
  );
  return quantities.map((each) => ({ ...each, cost: each.amount * (perUnit.get(each.price) ?? 0) }));
}

/** What is free of one price: its share of what it shares an allowance with. */
function freeOf(name: PriceName, totals: ReadonlyMap<PriceName, number>, allowances: readonly Allowance[]): number {
  return allowances
    .filter(({ covers }) => covers.includes(name))
    .reduce((sum, { covers, amount }) => {
      const all = covers.reduce((used, each) => used + (totals.get(each) ?? 0), 0);
      return sum + (all === 0 ? 0 : (amount * (totals.get(name) ?? 0)) / all);
    }, 0);
}

/** What the units from one amount to another cost, tier by tier. */
export function costBetween(price: Price, end: End, from: number, to: number): number {
  const steps = [{ ...price, above: 0 }, ...price.tiers];
  return steps.reduce((sum, step, at) => {
    const upTo = Math.min(to, steps[at + 1]?.above ?? Number.POSITIVE_INFINITY);
    const units = Math.max(0, upTo - Math.max(from, step.above));
    return sum + (units / price.per) * rateAt(step, end);
  }, 0);
}

const rateAt = (rate: Rate, end: End): number => (end === "assumed" ? rate.value : (rate[end] ?? rate.value));
