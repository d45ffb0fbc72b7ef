// The whole account of a plan's cost as plain JSON: figures, their reasons, and the prices with day and mark.

import { type Advice, advice } from "./advice.ts";
import { type Estimate, estimate, type LinkEstimate, type LoadedLink } from "./estimate.ts";
import { notes } from "./notes.ts";
import type { Allowance, Price, PriceList, PriceName } from "./price.ts";
import type { FabricShape } from "./shape.ts";
import { type Spread, spreads } from "./spread.ts";
import { staleWarning } from "./stale.ts";

/** What these figures are; stands at the head of every form of the report. */
export const MODEL =
  "a model: list prices of 730 hours, computed from the fabric file and a load; nothing was measured in a cloud. " +
  "Retries, dead letters, what fills a queue, what tables and buckets keep, and the senders' and receivers' own requests are not in it";

/** A link's figures, why they are ranges, and what could be done. */
export interface LinkReport extends LinkEstimate {
  readonly unknown: readonly Spread[];
  readonly advice: readonly Advice[];
  readonly notes: readonly string[];
}

/** One price that the figures rest on. */
export type UsedPrice = Price & { readonly name: PriceName };

/** One free part of these prices, called `free ...`. */
export type UsedAllowance = Allowance & { readonly name: string };

export interface CostReport extends Omit<Estimate, "links"> {
  readonly model: typeof MODEL;
  readonly currency: "USD";
  /** The day of the run. */
  readonly on: string;
  readonly links: readonly LinkReport[];
  readonly prices: readonly UsedPrice[];
  readonly allowances: readonly UsedAllowance[];
  /** What is in no figure. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** `now` only decides which prices are called old. Throws a `ConfigError` for a load that its link can't carry. */
export function costReport(links: readonly LoadedLink[], list: PriceList, now: Date, fabric?: FabricShape): CostReport {
  const figures = estimate(links, list, fabric);
  const used = usedPrices(figures, list);
  const free = allowancesOf(used, list);
  const warning = staleWarning(
    [...used, ...free].map((figure) => [figure.name, figure] as const),
    now,
  );
  return {
    model: MODEL,
    currency: "USD",
    on: now.toISOString().slice(0, 10),
    ...figures,
    links: figures.links.flatMap((estimated, at) => {
      const link = links[at];
      if (link === undefined) return [];
      const told = { unknown: spreads(link, list), advice: advice(link, list), notes: notes(link, estimated, list) };
      return [{ ...estimated, ...told }];
    }),
    prices: used,
    allowances: free,
    notes: unmetered(fabric),
    warnings: warning === undefined ? [] : [warning],
  };
}

function unmetered({ unmetered: topics = [] }: Partial<FabricShape> = {}): readonly string[] {
  if (topics.length === 0) return [];
  const [land, them] = topics.length === 1 ? ["lands", "it"] : ["land", "them"];
  return [`note: ${topics.join(", ")} ${land} somewhere, and no hop sends to ${them}: what that costs is in no figure`];
}

function usedPrices({ links, once }: Estimate, { prices }: PriceList): readonly UsedPrice[] {
  const lines = [...links.flatMap((link) => link.lines), ...once];
  const names = [...new Set(lines.map(({ price }) => price))].sort();
  return names.map((name) => ({ name, ...prices[name] }));
}

/** What is free of these prices: as old as the figures after it. */
const allowancesOf = (used: readonly UsedPrice[], { allowances }: PriceList): readonly UsedAllowance[] =>
  Object.entries(allowances)
    .filter(([, { covers }]) => used.some(({ name }) => covers.includes(name)))
    .map(([name, allowance]) => ({ name: `free ${name}`, ...allowance }));
