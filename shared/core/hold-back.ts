// Keeps a lane in order when one of its deliveries fails for now before anything is sent: nothing may overtake it.

import { held, type Prepared } from "./verdict.ts";

/** What stands behind a retryable failure of its lane waits with it, unsent. Other lanes, and final failures, go on. */
export function holdBack(items: readonly Prepared[]): readonly Prepared[] {
  const blocked = new Set<string>();
  return items.map((item) => {
    const { delivery, id } = item;
    if (delivery.lane === undefined) return item;
    if ("failure" in item) {
      if (item.failure.retryable) blocked.add(delivery.lane);
      return item;
    }
    if (!blocked.has(delivery.lane)) return item;
    return { delivery, ...(id === undefined ? {} : { id }), failure: held() };
  });
}
