// Which unknown makes how much of a range: each is moved alone, so that it shows what is worth measuring first.

import { assume, type End, OPEN_UNKNOWNS } from "./assumptions.ts";
import { costOf } from "./cost-of.ts";
import type { LoadedLink } from "./estimate.ts";
import type { PriceList } from "./price.ts";
import { type Range, rangeOf } from "./range.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** The month's cost if only this is not as assumed. */
export interface Spread {
  readonly about: string;
  readonly why: string;
  readonly perMonth: Range;
}

/** Less than this of a month's cost is not worth a line; ours. */
const LEAST_SHARE = 0.02;

/** The unknowns that can be seen in the link's total, the widest first; prices count as one of them. */
export function spreads(link: LoadedLink, list: PriceList): readonly Spread[] {
  const moved = OPEN_UNKNOWNS.map((name) => ({
    ...UNKNOWNS[name],
    perMonth: rangeOf((end) =>
      costOf(
        link,
        list,
        assume(end, (each) => each === name),
        "assumed",
      ),
    ),
  }));
  const prices = {
    about: "prices",
    why: "sources disagree, or none was found",
    perMonth: rangeOf((end: End) => costOf(link, list, assume("assumed"), end)),
  };
  return [...moved, prices]
    .filter(({ perMonth }) => width(perMonth) > LEAST_SHARE * perMonth.assumed)
    .sort((left, right) => width(right.perMonth) - width(left.perMonth));
}

const width = ({ low, high }: Range): number => high - low;
