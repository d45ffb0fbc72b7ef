// Turns what the sink said of the messages into one verdict per delivery, and holds back what must wait in its lane.

import { type HopspanError, SinkError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Delivery, Outcome, SendResult } from "./ports.ts";

/** A delivery after its pure steps: what is to be sent for it, or why nothing can be. */
export type Prepared = { readonly delivery: Delivery; readonly id?: string } & (
  | { readonly messages: readonly Message[] }
  | { readonly failure: HopspanError }
);

/** What is to become of a delivery, before the dead letters have had their say. */
export interface Verdict {
  readonly delivery: Delivery;
  readonly outcome: Outcome;
}

/**
 * One verdict per delivery, in order. `results` holds one entry per message, in order. From the first delivery of a
 * lane that must be tried again, everything of the lane that is not already sent waits with it: a broker that keeps
 * order must get it back as one piece. Other lanes go on.
 */
export function judge(items: readonly Prepared[], results: readonly SendResult[]): readonly Verdict[] {
  const blocked = new Set<string>();
  let taken = 0;
  return items.map((item) => {
    const count = "messages" in item ? item.messages.length : 0;
    const alone = judgeAlone(item, results.slice(taken, taken + count));
    taken += count;
    const { lane } = item.delivery;
    const waits = lane !== undefined && blocked.has(lane) && alone.kind !== "relayed";
    const outcome = waits ? { ...named(item), kind: "retry" as const, error: held() } : alone;
    if (lane !== undefined && outcome.kind === "retry") blocked.add(lane);
    return { delivery: item.delivery, outcome };
  });
}

/** A split that half-sent is tried again whole; one part that can never go buries the delivery. */
function judgeAlone(item: Prepared, results: readonly SendResult[]): Outcome {
  const known = named(item);
  if ("failure" in item) return { ...known, kind: item.failure.retryable ? "retry" : "dead", error: item.failure };
  const expected = item.messages.length;
  if (expected === 0) return { ...known, kind: "dropped" };
  const refusals = results.flatMap((result) => (result.kind === "refused" ? [result.error] : []));
  const waiting = refusals.find((error) => error.retryable);
  // Retry goes before dead: what still has a part on its way is not hopeless yet.
  if (waiting !== undefined) return { ...known, kind: "retry", error: waiting };
  const sent = results.filter(({ kind }) => kind === "sent").length;
  // Whatever is neither confirmed nor refused may still go, be it held or passed over in silence.
  if (sent + refusals.length < expected) return { ...known, kind: "retry", error: held() };
  const [final] = refusals;
  return final === undefined
    ? { ...known, kind: "relayed", messages: expected }
    : { ...known, kind: "dead", error: final };
}

/** What a delivery is told that only waits for another. */
export const held = (): SinkError =>
  new SinkError("HELD", "the message waits behind another of its lane, or time ran out", true);

function named({ delivery, id }: Prepared) {
  const { receipt, attempt } = delivery;
  return { receipt, ...(id === undefined ? {} : { id }), ...(attempt === undefined ? {} : { attempt }) };
}

/** True for the one outcome that the platform must not acknowledge, so that it brings the delivery again. */
export function comesAgain({ kind }: Outcome): boolean {
  switch (kind) {
    case "retry":
      return true;
    case "relayed":
    case "dropped":
    case "dead":
      return false;
  }
}
