// Turns what the sink said of a lane's messages into one verdict per delivery, and holds back what must wait.

import { type HopspanError, SinkError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Delivery, Outcome, SendResult } from "./ports.ts";

/** A delivery after its pure steps: what is to be sent for it, or why nothing can be. */
export type Prepared = { readonly delivery: Delivery; readonly id?: string } & (
  | { readonly messages: readonly Message[] }
  | { readonly failure: HopspanError }
);

/**
 * One verdict per delivery of a lane. `results` holds one entry per message of the lane, in order. From the first
 * delivery that must be tried again, everything that is not already sent waits with it: a broker that keeps order
 * must get it back as one piece.
 */
export function judge(
  lane: readonly Prepared[],
  results: readonly SendResult[],
): readonly (readonly [Delivery, Outcome])[] {
  let taken = 0;
  let blocked = false;
  return lane.map((item) => {
    const count = "failure" in item ? 0 : item.messages.length;
    const own = results.slice(taken, taken + count);
    taken += count;
    const alone = verdict(item, own, count);
    const outcome =
      blocked && alone.kind !== "relayed" ? { ...named(item), kind: "retry" as const, error: held() } : alone;
    blocked ||= outcome.kind === "retry";
    return [item.delivery, outcome] as const;
  });
}

/** A split that half-sent is tried again whole; one part that can never go buries the delivery. */
function verdict(item: Prepared, results: readonly SendResult[], expected: number): Outcome {
  const known = named(item);
  if ("failure" in item) return { ...known, kind: item.failure.retryable ? "retry" : "dead", error: item.failure };
  if (expected === 0) return { ...known, kind: "dropped" };
  const refusals = results.flatMap((result) => (result.kind === "refused" ? [result.error] : []));
  const final = refusals.find((error) => !error.retryable);
  const waiting = refusals.find((error) => error.retryable);
  // Retry goes before dead: what still has a part on its way is not hopeless yet.
  if (waiting !== undefined) return { ...known, kind: "retry", error: waiting };
  if (results.length < expected || results.some(({ kind }) => kind === "held"))
    return { ...known, kind: "retry", error: held() };
  if (final !== undefined) return { ...known, kind: "dead", error: final };
  return { ...known, kind: "relayed", messages: expected };
}

const held = () => new SinkError("HELD", "the message waits behind another of its lane, or time ran out", true);

function named({ delivery, id }: Prepared) {
  const { receipt, lane, attempt } = delivery;
  return {
    receipt,
    ...(lane === undefined ? {} : { lane }),
    ...(id === undefined ? {} : { id }),
    ...(attempt === undefined ? {} : { attempt }),
  };
}
