// Settings that would make a link cheaper or faster, each with what it changes: the model is asked again with each.

import { assume } from "./assumptions.ts";
import { costOf } from "./cost-of.ts";
import type { LoadedLink } from "./estimate.ts";
import type { PriceList } from "./price.ts";
import { type Range, rangeOf } from "./range.ts";
import { variants } from "./variants.ts";

/** One setting. `savesPerMonth` is below 0 where it costs more: then it is faster, as `says` tells. */
export interface Advice {
  readonly setting: string;
  readonly says: string;
  readonly savesPerMonth: Range;
}

/** Less than a cent a month is no advice. */
const LEAST_DOLLARS = 0.01;

/** The settings that change something, the largest saving first, and those that cost more at the end. */
export function advice({ shape, load }: LoadedLink, list: PriceList): readonly Advice[] {
  return variants(shape)
    .map(({ setting, says, shape: other }) => ({
      setting,
      says,
      savesPerMonth: rangeOf((end) => {
        const assumed = assume(end);
        return costOf({ shape, load }, list, assumed, end) - costOf({ shape: other, load }, list, assumed, end);
      }),
    }))
    .filter(({ savesPerMonth }) => Math.abs(savesPerMonth.assumed) >= LEAST_DOLLARS)
    .sort((left, right) => right.savesPerMonth.assumed - left.savesPerMonth.assumed);
}
