// In front of a target with a claim check: what is too large for it is laid into its store, and a pointer goes in its place.

import { classify, SinkError } from "../core/errors.ts";
import { halfOf } from "../core/half-of.ts";
import type { Message } from "../core/message.ts";
import type { Budget, SendResult } from "../core/ports.ts";
import type { Parcel } from "./dispatch.ts";
import { fewAtATime } from "./few-at-a-time.ts";
import { inTime } from "./in-time.ts";

/** How one target lays bodies down. */
export interface Offload<Entry> {
  /** True for a parcel whose body is to lie elsewhere. */
  readonly isDue: (parcel: Parcel<Entry>) => boolean;
  /** Resolves once the body is confirmed, with the parcel that points to it. Rejects with why there is none. */
  readonly lay: (message: Message, budget: Budget) => Promise<Parcel<Entry>>;
}

/** A message that is ready to go, or what became of it already. */
export type Made<Entry> = { readonly parcel: Parcel<Entry> } | { readonly result: SendResult };

/** Bodies on their way at the same time. Ours. */
const FEW = 4;
/** With less than this left, in milliseconds, no body is begun. Ours. */
const LEAST_MS = 25;

/**
 * The same list, with every due parcel laid down, refused, or held where no time is left for it. Takes half of the time at most: the other is for sending. What
 * stands in one lane behind a parcel that is refused for now is held, and goes nowhere.
 */
export async function offloadAll<Entry>(
  made: readonly (Made<Entry> & { readonly message: Message })[],
  { isDue, lay }: Offload<Entry>,
  budget: Budget,
): Promise<readonly Made<Entry>[]> {
  if (!made.some((each) => "parcel" in each && isDue(each.parcel))) return made;
  const own = halfOf(budget);
  const laid = await fewAtATime(made, FEW, async (each): Promise<Made<Entry>> => {
    if (!("parcel" in each) || !isDue(each.parcel)) return each;
    if (own.remainingMs() < LEAST_MS) return HELD;
    try {
      return { parcel: await inTime(lay(each.message, own), own, LATE) };
    } catch (thrown) {
      return { result: { kind: "refused", error: refusalOf(thrown) } };
    }
  });
  const blocked = new Set<string>();
  return laid.map((each, at): Made<Entry> => {
    const first = made[at];
    const lane = first !== undefined && "parcel" in first ? first.parcel.lane : undefined;
    if (lane === undefined) return each;
    if (blocked.has(lane)) return HELD;
    if ("result" in each && mustWait(each.result)) blocked.add(lane);
    return each;
  });
}

const HELD = { result: { kind: "held" } } as const;

const mustWait = (result: SendResult): boolean =>
  result.kind === "held" || (result.kind === "refused" && result.error.retryable);

const LATE = new SinkError("CLAIM_STORE", "the store of the target's claim check gave no answer in its time", true);

function refusalOf(thrown: unknown): SinkError {
  if (thrown instanceof SinkError) return thrown;
  const { code, message, retryable } = classify(thrown);
  return new SinkError(code, message, retryable, thrown);
}
