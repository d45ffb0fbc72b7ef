// A month of a link: the hours in which messages come, and those in which it only waits.

import type { Assumed } from "./assumptions.ts";
import type { Flow, ItemName, Moment } from "./flow.ts";
import { lambdaFlows } from "./lambda-flows.ts";
import { type Load, SECONDS_PER_MONTH } from "./load.ts";
import type { PriceName } from "./price.ts";
import { runFlows } from "./run-flows.ts";
import type { LinkShape } from "./shape.ts";
import { fairFlows, sideFlows } from "./side-flows.ts";

/** How much of what a price counts a month takes, in single units. */
export interface Quantity {
  readonly item: ItemName;
  readonly price: PriceName;
  readonly amount: number;
}

/** Each item once, under what is assumed. */
export function monthOf(shape: LinkShape, load: Load, assumed: Assumed): readonly Quantity[] {
  const { messagesPerSecond, burstPerSecond = messagesPerSecond } = load;
  const busy = burstPerSecond === 0 ? 0 : messagesPerSecond / burstPerSecond;
  const at = (perSecond: number, share: number) =>
    flowsAt(shape, { load, perSecond, assumed }).map((flow) => toQuantity(flow, share));
  return added([...at(burstPerSecond, busy), ...at(0, 1 - busy)]);
}

function flowsAt(shape: LinkShape, moment: Moment): readonly Flow[] {
  const main = shape.cloud === "aws" ? lambdaFlows(shape, moment) : runFlows(shape, moment);
  return [...main, ...fairFlows(main, moment.load.tenants), ...sideFlows(shape, moment)];
}

const toQuantity = ({ item, price, perSecond }: Flow, share: number): Quantity => ({
  item,
  price,
  amount: perSecond * share * SECONDS_PER_MONTH,
});

/** Several targets, or the busy and the quiet hours, make one line. What takes nothing makes none. */
export function added(quantities: readonly Quantity[]): readonly Quantity[] {
  const groups = Map.groupBy(quantities, ({ item, price }) => `${item} ${price}`);
  return [...groups.values()].flatMap((group) => {
    const amount = group.reduce((sum, each) => sum + each.amount, 0);
    return group[0] === undefined || amount === 0 ? [] : [{ ...group[0], amount }];
  });
}
