// The one error of this room: a secret could not be read, for now.

import { HopspanError } from "../core/errors.ts";

/** Always worth another try: a right or a secret can be put right. `place` is a name, `reason` the store's own code. */
export const unreadable = (place: string, reason: string): HopspanError =>
  new HopspanError("SECRET_STORE", `${place} can't be read: ${reason}`, true);
