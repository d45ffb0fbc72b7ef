// Batches of a queue in memory as deliveries, and their outcomes as its answer.

import type { Delivery, Outcome, Source } from "../../core/ports.ts";
import type { MemoryEndpoint } from "./endpoint.ts";
import type { MemoryRecord, MemoryReply } from "./queue.ts";
import { fromWire } from "./wire.ts";

/** What `take` gave goes in, what `settle` wants comes out: only a retry is given out again. */
export function memorySource(endpoint: MemoryEndpoint): Source<readonly MemoryRecord[], MemoryReply> {
  return {
    receive: (records) => records.map((record) => delivery(record, endpoint)),
    settle: (outcomes) => ({
      done: receipts(outcomes, ({ kind }) => kind !== "retry"),
      failed: receipts(outcomes, ({ kind }) => kind === "retry"),
    }),
  };
}

function delivery(record: MemoryRecord, endpoint: MemoryEndpoint): Delivery {
  const { receipt, attempt, wire } = record;
  const lane = endpoint.ordered ? wire.orderingKey : undefined;
  return {
    receipt,
    attempt,
    ...(lane === undefined ? {} : { lane }),
    raw: record,
    open: () => fromWire(wire, record, endpoint),
  };
}

const receipts = (outcomes: readonly Outcome[], which: (outcome: Outcome) => boolean): readonly string[] =>
  outcomes.filter(which).map(({ receipt }) => receipt);
