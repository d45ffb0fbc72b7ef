// What BigQuery would not take: the message comes again, and in the end is a dead letter.

import { HopspanError } from "../../../shared/core/errors.ts";

/** An error that says where in the row, and what was expected there; never a value. */
export const misfit = (at: string, expected: string): HopspanError =>
  new HopspanError("MISFIT", at === "" ? expected : `column ${at}: ${expected}`, false);
