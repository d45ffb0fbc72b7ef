// Messages and deliveries with everything in place, so that a test names only what it is about.

import type { Message } from "../../shared/core/message.ts";
import type { Budget, Delivery } from "../../shared/core/ports.ts";

/** A plain message; whatever is given replaces its part. */
export const aMessage = (parts: Partial<Message> = {}): Message => ({
  id: "origin/m1",
  body: Buffer.from("body"),
  attributes: new Map(),
  trail: [],
  sentAt: 1_700_000_000_000,
  ...parts,
});

/** A delivery that opens to the message; `opens` replaces how. */
export function aDelivery(
  receipt: string,
  parts: Partial<Delivery> & { readonly message?: Partial<Message> } = {},
): Delivery {
  const { message, ...rest } = parts;
  return { receipt, raw: `raw ${receipt}`, open: () => aMessage({ id: `id-${receipt}`, ...message }), ...rest };
}

/** Time that does not pass. */
export const aBudget = (ms = 60_000): Budget => ({ remainingMs: () => ms });
