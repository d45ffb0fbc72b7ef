// What receivers answer, ack id by ack id, and what they are told of it where messages are delivered exactly once.

import type { Entry } from "./entry.ts";
import { PubsubFault } from "./fault.ts";
import { findOutstanding } from "./hand-out.ts";
import type { Subscription } from "./subscription.ts";

/** What came of ack ids. Without exactly-once delivery all are `done`: nobody is told. */
export interface AckReport {
  readonly done: readonly string[];
  /** No ack ids, or of deliveries that have ended. */
  readonly invalid: readonly string[];
  /** Acknowledged before an earlier message of the same ordering key: to be tried again. */
  readonly unordered: readonly string[];
}

/**
 * Ends or moves deliveries one by one: what ends one may end a later one of the same request as well. With exactly-once
 * delivery acknowledgements must come in order: https://cloud.google.com/pubsub/docs/exactly-once-delivery. Without it,
 * throws `INVALID_ARGUMENT` for what never was an ack id, and does nothing.
 */
export function answerAll(
  subscription: Subscription,
  ackIds: readonly string[],
  { act, isInOrder = false }: { readonly act: (entry: Entry) => void; readonly isInOrder?: boolean },
): AckReport {
  const { isExactlyOnce } = subscription.settings;
  const report = { done: [] as string[], invalid: [] as string[], unordered: [] as string[] };
  const asked = ackIds.map((ackId) => [ackId, find(subscription, ackId, isExactlyOnce)] as const);
  // Clients gather acknowledgements in no order: within one request they are taken in the order of the messages.
  const found = isExactlyOnce ? asked.toSorted(([, one], [, other]) => sequenceOf(one) - sequenceOf(other)) : asked;
  for (const [ackId, entry] of found) {
    const isGood = entry?.state === "outstanding";
    const isEarly = entry?.lane !== undefined && entry.lane.entries.first()?.value !== entry;
    if (isExactlyOnce && !isGood) report.invalid.push(ackId);
    else if (isExactlyOnce && isInOrder && isEarly) report.unordered.push(ackId);
    else {
      report.done.push(ackId);
      if (isGood) act(entry);
    }
  }
  subscription.world.stir();
  return report;
}

const sequenceOf = (entry: Entry | undefined): number => entry?.sequence ?? -1;

function find(subscription: Subscription, ackId: string, isLenient: boolean): Entry | undefined {
  try {
    return findOutstanding(subscription, ackId);
  } catch (thrown) {
    if (isLenient && thrown instanceof PubsubFault) return undefined;
    throw thrown;
  }
}
