// The bill of any number of links at all three ends, by link and by item.

import { type Assumed, assume, ENDS, type End } from "./assumptions.ts";
import { bill } from "./bill.ts";
import { ITEMS, type ItemName } from "./flow.ts";
import type { Quantity } from "./month.ts";
import type { PriceList, PriceName } from "./price.ts";
import { type Range, rangeOf } from "./range.ts";

/** A quantity, and the link that it is of; the fabric itself has no name. */
export type Entry = Quantity & { readonly link: string };

/** One item of a link or of the fabric, at one price. */
export interface Line {
  readonly item: ItemName;
  readonly label: string;
  readonly price: PriceName;
  readonly unit: string;
  readonly amount: Range;
  readonly perMonth: Range;
}

/** A bill that can be asked. Without a link's name a question is for everything together. */
export interface Charges {
  readonly total: (link?: string) => Range;
  readonly lines: (link: string) => readonly Line[];
}

/** `entriesAt` is asked once for each end. `free`: less what is free each month, once for everything. */
export function charge(entriesAt: (assumed: Assumed) => readonly Entry[], list: PriceList, free = false): Charges {
  const bills = new Map(
    ENDS.map((end) => [end, Map.groupBy(bill(entriesAt(assume(end)), list, end, { free }), ({ link }) => link)]),
  );
  const at = (end: End, link: string) => bills.get(end)?.get(link) ?? [];
  const all = (end: End) => [...(bills.get(end)?.values() ?? [])].flat();
  return {
    total: (link) => rangeOf((end) => sum(link === undefined ? all(end) : at(end, link), ({ cost }) => cost)),
    lines(link) {
      const kinds = new Map(ENDS.flatMap((end) => at(end, link)).map((entry) => [kindOf(entry), entry]));
      return [...kinds].map(([kind, { item, price }]) => {
        const own = (end: End) => at(end, link).filter((entry) => kindOf(entry) === kind);
        return {
          item,
          label: price === "sqs.fifo" ? `${ITEMS[item]}, FIFO` : ITEMS[item],
          price,
          unit: list.prices[price].unit,
          amount: rangeOf((end) => sum(own(end), ({ amount }) => amount)),
          perMonth: rangeOf((end) => sum(own(end), ({ cost }) => cost)),
        };
      });
    },
  };
}

/** A splitter may send to queues of both kinds: two lines, since each has its price. */
const kindOf = ({ item, price }: Entry): string => `${item} ${price}`;

const sum = <Each>(entries: readonly Each[], of: (each: Each) => number): number =>
  entries.reduce((total, each) => total + of(each), 0);
