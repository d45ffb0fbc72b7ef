// A queue in memory with a clock that a test moves.

import type { MemoryEndpoint } from "../../shared/brokers/memory/endpoint.ts";
import { type MemoryQueueParts, memoryQueue } from "../../shared/brokers/memory/queue.ts";
import type { MemoryWire } from "../../shared/brokers/memory/wire.ts";

export const aMemoryEndpoint = (parts: Partial<MemoryEndpoint> = {}): MemoryEndpoint => ({
  broker: "memory",
  name: "orders",
  ordered: true,
  visibilityTimeoutSeconds: 30,
  ...parts,
});

/** What a stranger puts in. */
export const aMemoryWire = (body: string, orderingKey?: string): MemoryWire => ({
  body: new TextEncoder().encode(body),
  attributes: new Map(),
  ...(orderingKey === undefined ? {} : { orderingKey }),
});

/** The queue, and a hand on its clock. */
export function aMemoryQueue(parts: Partial<MemoryEndpoint> = {}, refuse?: MemoryQueueParts["refuse"]) {
  let nowMs = 1_000_000;
  const queue = memoryQueue(aMemoryEndpoint(parts), { now: () => nowMs, ...(refuse === undefined ? {} : { refuse }) });
  const pass = (seconds: number) => {
    nowMs += seconds * 1_000;
  };
  return { queue, pass };
}
