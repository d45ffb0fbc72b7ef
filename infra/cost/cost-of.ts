// The monthly list price of one link alone: what comparisons of settings are made of.

import type { Assumed, End } from "./assumptions.ts";
import { bill } from "./bill.ts";
import type { LoadedLink } from "./estimate.ts";
import { monthOf } from "./month.ts";
import type { PriceList } from "./price.ts";

/** US dollars a month, as if the account had no other link. `end` is that of the prices. */
export const costOf = ({ shape, load }: LoadedLink, list: PriceList, assumed: Assumed, end: End): number =>
  bill(monthOf(shape, load, assumed), list, end, { free: false }).reduce((sum, { cost }) => sum + cost, 0);
