// A fabric whose Google half is in a terraform of its owner's: this command leaves it alone, and says who takes care of it.

import { HopspanError } from "../../shared/core/errors.ts";
import type { Loaded } from "../load-deployment.ts";

/** Throws a `HopspanError` for such a fabric: a second state would fight the first one for the same names. */
export function refuseHandedOver({ lock, lockFile }: Pick<Loaded, "lock" | "lockFile">): void {
  if (!lock.module) return;
  throw new HopspanError(
    "HANDED_OVER",
    `the Google half of fabric ${lock.fabric} is in a terraform of your own, as ${lockFile} says: change it and take it away there and by cdk, as docs/deploying.md shows`,
    false,
  );
}
