// Has a source fetch what its deliveries only point to, and takes silence and a throw for what they are: nothing is lost.

import { classify, HopspanError } from "./errors.ts";
import { halfOf } from "./half-of.ts";
import type { Delivery, Source } from "./ports.ts";
import type { Share } from "./share-time.ts";

/**
 * The deliveries as they are to be opened, in their order; the same ones where the source points to nothing. Never rejects:
 * where the source as a whole does not answer in half of the time for sending, every delivery comes again.
 */
export async function redeemAll<Event, Reply>(
  { redeem }: Pick<Source<Event, Reply>, "redeem">,
  deliveries: readonly Delivery[],
  sending: Share,
): Promise<readonly Delivery[]> {
  if (redeem === undefined || deliveries.length === 0) return deliveries;
  const late = new HopspanError("CLAIMS_LATE", "what the deliveries point to did not come in time", true);
  try {
    return await sending((budget) => redeem(deliveries, halfOf(budget)), late);
  } catch (thrown) {
    const { code, message } = classify(thrown);
    const error = new HopspanError(code, message, true, thrown);
    return deliveries.map((delivery) => ({ ...delivery, open: () => thrower(error) }));
  }
}

function thrower(error: HopspanError): never {
  throw error;
}
