// The one error of this room: a function could not prove who it is.

import { HopspanError } from "../core/errors.ts";

/** The code of it, in logs and alarms. */
export const NO_IDENTITY = "NO_IDENTITY";

/** Always worth another try: a right, a pool or a clock can be put right, and good messages must live to see it. */
export const identityError = (message: string, cause?: unknown): HopspanError =>
  new HopspanError(NO_IDENTITY, message, true, cause);
