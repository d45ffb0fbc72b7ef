// What a landing writes to: a table or a bucket of this machine.

import type { HopspanError } from "../../../shared/core/errors.ts";
import type { Taken } from "./taken.ts";

/** How much is there, of this run and of earlier ones. */
export type Amount =
  | { readonly kind: "table"; readonly table: string; readonly rows: number }
  | { readonly kind: "bucket"; readonly place: string; readonly messages: number; readonly objects: number };

/** A message that does not fit, with the reason. */
export interface Refused {
  readonly message: Taken;
  readonly reason: HopspanError;
}

/** One landing's place. What throws, but for `put`'s refusals, is the disk's doing: the same may work later. */
export interface Store {
  /** Resolves once all that fit are on the disk, with those that don't. Where it rejects, none of them is there. */
  put(messages: readonly Taken[]): Promise<readonly Refused[]>;
  /** Finishes what is to be finished by now, in milliseconds since 1970. */
  due(nowMs: number): Promise<void>;
  /** Also after `close`, as of then. */
  amount(): Amount;
  /** Finishes everything; may be called again. */
  close(): Promise<void>;
}
