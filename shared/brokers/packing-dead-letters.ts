// Dead letters on the engine: burials of one moment share requests, and a letter that is refused goes again with less in it.

import { SinkError } from "../core/errors.ts";
import type { DeadLetters, Delivery, Reason } from "../core/ports.ts";
import { dispatcher, type Packing, type Parcel } from "./dispatch.ts";
import type { Timing, Transmit } from "./request.ts";

/**
 * `forms` gives what may be laid down for a delivery, the fullest first. `put` goes on to the next only where the broker
 * refuses one for good; it rejects with the last refusal, or with what `forms` throws.
 */
export function packingDeadLetters<Entry>({
  packing,
  forms,
  transmit,
  timing,
}: {
  readonly packing: Packing;
  readonly forms: (delivery: Delivery, reason: Reason) => Iterable<Parcel<Entry>>;
  readonly transmit: Transmit<Entry>;
  readonly timing?: Timing;
}): DeadLetters {
  const dispatch = dispatcher(packing, transmit, timing);
  return {
    async put(delivery, reason, budget) {
      let refusal = new SinkError("HELD", `no time was left to bury delivery ${delivery.receipt}`, true);
      for (const parcel of forms(delivery, reason)) {
        const [result] = await dispatch([parcel], budget);
        if (result?.kind === "sent") return;
        if (result?.kind === "refused") refusal = result.error;
        // What the broker holds against the message may be held against our words: it may take fewer.
        if (result?.kind !== "refused" || refusal.retryable) break;
      }
      throw refusal;
    },
  };
}
