// What links cost in a month, and what they could not cost less than: a model, in which nothing was measured in a cloud.

import type { Assumed } from "./assumptions.ts";
import { charge, type Entry, type Line } from "./charges.ts";
import { floorOf } from "./floor.ts";
import { checkLoad, type Load, messagesPerMonth } from "./load.ts";
import { monthOf, type Quantity } from "./month.ts";
import type { PriceList } from "./price.ts";
import { divided, type Range } from "./range.ts";
import { crossingOf, type FabricShape, type LinkShape } from "./shape.ts";

/** One link and what it has to carry. */
export interface LoadedLink {
  readonly shape: LinkShape;
  readonly load: Load;
}

/** List prices, and what is left of them after the free parts of a month. In US dollars. */
export interface Sums {
  readonly perMonth: Range;
  readonly afterFree: Range;
  /** With no message at all. */
  readonly idle: Range;
  readonly floor: Range;
}

/** Sums of one link as its share of the whole bill; `perMillion` is absent where no message comes. */
export interface LinkEstimate extends Sums {
  readonly name: string;
  readonly takes?: string;
  readonly crossing: string;
  readonly load: Load;
  readonly messagesPerMonth: number;
  readonly lines: readonly Line[];
  readonly perMillion?: { readonly cost: Range; readonly floor: Range };
}

export interface Estimate extends Sums {
  readonly links: readonly LinkEstimate[];
  /** What the fabric costs whatever it carries: alarms, dashboards, metrics. */
  readonly once: readonly Line[];
}

/**
 * Everything billed together, as one payer would be: tiers by the sum of all links, free parts once. Throws a
 * `ConfigError` for a load that its link can't carry.
 */
export function estimate(links: readonly LoadedLink[], list: PriceList, fabric?: FabricShape): Estimate {
  for (const { shape, load } of links) checkLoad(shape, load);
  const fixed = fabric === undefined ? [] : fixedOf(fabric);
  const all = (of: (link: LoadedLink, assumed: Assumed) => readonly Quantity[]) => (assumed: Assumed) =>
    links.flatMap((link) => of(link, assumed).map((each): Entry => ({ ...each, link: link.shape.name })));
  const entries = all(({ shape, load }, assumed) => monthOf(shape, load, assumed));
  const quiet = all(({ shape, load }, assumed) => monthOf(shape, silent(load), assumed));
  const listed = charge((assumed) => [...entries(assumed), ...fixed], list);
  const left = charge((assumed) => [...entries(assumed), ...fixed], list, true);
  const idle = charge((assumed) => [...quiet(assumed), ...fixed], list);
  const floor = charge(
    all(({ shape, load }, assumed) => floorOf(shape, load, assumed)),
    list,
  );
  const sums = (link?: string): Sums => ({
    perMonth: listed.total(link),
    afterFree: left.total(link),
    idle: idle.total(link),
    floor: floor.total(link),
  });
  return {
    ...sums(),
    links: links.map(({ shape, load }) => ofLink(shape, load, sums(shape.name), listed.lines(shape.name))),
    once: listed.lines(FABRIC),
  };
}

/** No link has this name. */
const FABRIC = "";

function ofLink(shape: LinkShape, load: Load, sums: Sums, lines: readonly Line[]): LinkEstimate {
  const messages = messagesPerMonth(load);
  const millions = messages / 1e6;
  return {
    name: shape.name,
    ...(shape.takes === undefined ? {} : { takes: shape.takes }),
    crossing: crossingOf(shape),
    load,
    messagesPerMonth: messages,
    lines,
    ...sums,
    ...(messages === 0
      ? {}
      : { perMillion: { cost: divided(sums.perMonth, millions), floor: divided(sums.floor, millions) } }),
  };
}

const silent = ({ burstPerSecond: _, ...load }: Load): Load => ({ ...load, messagesPerSecond: 0 });

const fixedOf = ({ alarms, dashboards, customMetrics, alertConditions }: FabricShape): readonly Entry[] => {
  const entries: readonly Entry[] = [
    { link: FABRIC, item: "alarms", price: "cloudwatch.alarms", amount: alarms },
    { link: FABRIC, item: "dashboards", price: "cloudwatch.dashboards", amount: dashboards },
    { link: FABRIC, item: "metrics", price: "cloudwatch.metrics", amount: customMetrics },
    { link: FABRIC, item: "alert-conditions", price: "google.alert-conditions", amount: alertConditions },
  ];
  return entries.filter(({ amount }) => amount > 0);
};
