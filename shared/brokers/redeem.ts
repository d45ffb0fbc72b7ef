// Behind a source with a claim check: a delivery that points to a body gets it from the store before it is opened.

import { classify, HopspanError } from "../core/errors.ts";
import type { Message } from "../core/message.ts";
import type { Budget } from "../core/ports.ts";
import { CLAIM_LIMITS, type ClaimStore, damaged, type Pointer, sha256, tooLarge } from "./claims.ts";
import { fewAtATime } from "./few-at-a-time.ts";
import { inTime } from "./in-time.ts";

/** A delivery, as far as it matters here: what can be opened. */
interface Sealed {
  open(): Message;
}

/** A delivery that points somewhere where this source may look. */
export interface Claimed {
  readonly pointer: Pointer;
  /** The message with this body, as the store has it; may throw `DecodeError`. */
  readonly openWith: (bytes: Uint8Array) => Message;
}

/** Bodies on their way at the same time. Ours. */
const FEW = 4;

/**
 * Every delivery in its order: those without a pointer as they are. A body is fetched only where it, and all that come before
 * it in this invocation, have room in memory; what finds none comes again. Never rejects, and ends by the budget.
 */
export async function redeemClaims<Each extends Sealed>(
  deliveries: readonly Each[],
  claimOf: (delivery: Each) => Claimed | undefined,
  { bucket, store, budget }: { readonly bucket: string; readonly store: ClaimStore; readonly budget: Budget },
): Promise<readonly Each[]> {
  let roomBytes = CLAIM_LIMITS.invocationBytes;
  const fetched = async (pointer: Pointer): Promise<Uint8Array> => {
    if (pointer.bytes > CLAIM_LIMITS.bodyBytes) throw tooLarge(pointer.bytes);
    if (pointer.bytes > roomBytes) throw crowded();
    roomBytes -= pointer.bytes;
    const bytes = await inTime(store.get(pointer.key, pointer.bytes, budget), budget, late(bucket));
    if (bytes.length !== pointer.bytes) throw damaged(bucket, `has ${bytes.length} bytes, not ${pointer.bytes}`);
    if (pointer.sha256 !== undefined && sha256(bytes) !== pointer.sha256)
      throw damaged(bucket, "is not the one that was sent: its SHA-256 is another one");
    return bytes;
  };
  const safely = (delivery: Each): Claimed | undefined => {
    try {
      return claimOf(delivery);
    } catch {
      // What can't even be read is left to be opened, which says why.
      return undefined;
    }
  };
  return fewAtATime(deliveries, FEW, async (delivery): Promise<Each> => {
    const claimed = safely(delivery);
    if (claimed === undefined) return delivery;
    try {
      const bytes = await fetched(claimed.pointer);
      return { ...delivery, open: () => claimed.openWith(bytes) };
    } catch (thrown) {
      return unopened(delivery, classify(thrown));
    }
  });
}

const unopened = <Each extends Sealed>(delivery: Each, error: HopspanError): Each => ({
  ...delivery,
  open() {
    throw error;
  },
});

const late = (bucket: string) =>
  new HopspanError("CLAIM_STORE", `bucket ${bucket} did not give the body in its time`, true);

const crowded = () =>
  new HopspanError(
    "CLAIM_ROOM",
    "the bodies of one invocation are more than fits its memory: this one comes again",
    true,
  );
