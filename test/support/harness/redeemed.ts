// Deliveries as the relay would have them, where their source has a claim check.

import type { Delivery, Source } from "../../../shared/core/ports.ts";

/** The same ones where it has none. */
export const redeemed = async <Event, Reply>(
  { redeem }: Source<Event, Reply>,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> => redeem?.(deliveries, { remainingMs: () => 60_000 }) ?? deliveries;
