// Order is per lane: puts what was received side by side into lanes, and brings results back into the order received.

import type { Delivery } from "./ports.ts";

/** Groups by the delivery's lane, in order of arrival; a delivery without a lane gets one of its own. */
export function inLanes<Item extends { readonly delivery: Delivery }>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const lanes: Item[][] = [];
  const named = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.delivery.lane;
    const open = name === undefined ? undefined : named.get(name);
    if (open !== undefined) {
      open.push(item);
      continue;
    }
    const lane = [item];
    lanes.push(lane);
    if (name !== undefined) named.set(name, lane);
  }
  return lanes;
}
