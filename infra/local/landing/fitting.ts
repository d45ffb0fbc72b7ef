// Tells what fits a table from what does not.

import { HopspanError } from "../../../shared/core/errors.ts";
import type { Refused } from "./store.ts";
import type { Taken } from "./taken.ts";

/** What `make` makes of each message, in order, and those for which it throws. */
export function fitting<Made>(
  messages: readonly Taken[],
  make: (message: Taken) => Made,
): { readonly fit: readonly Made[]; readonly refused: readonly Refused[] } {
  const fit: Made[] = [];
  const refused: Refused[] = [];
  for (const message of messages) {
    try {
      fit.push(make(message));
    } catch (thrown) {
      // Anything else is a mistake of ours, and no reason to bury a message.
      if (!(thrown instanceof HopspanError)) throw thrown;
      refused.push({ message, reason: thrown });
    }
  }
  return { fit, refused };
}
