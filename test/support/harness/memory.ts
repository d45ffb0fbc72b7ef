// The broker in memory, opened for the conformance suites.

import { DEAD } from "../../../shared/brokers/last-words.ts";
import { memoryDeadLetters } from "../../../shared/brokers/memory/dead-letters.ts";
import type { MemoryEndpoint } from "../../../shared/brokers/memory/endpoint.ts";
import { memoryQueue } from "../../../shared/brokers/memory/queue.ts";
import { memorySink } from "../../../shared/brokers/memory/sink.ts";
import { memorySource } from "../../../shared/brokers/memory/source.ts";
import type { BrokerHarness } from "../../suites/broker-harness.ts";

export const memoryHarness: BrokerHarness = {
  name: "memory",
  broker: "memory",
  async open({ ordered }) {
    const endpoint: MemoryEndpoint = { broker: "memory", name: "suite", ordered, visibilityTimeoutSeconds: 30 };
    const queue = memoryQueue(endpoint, { now: Date.now });
    const dead = memoryQueue({ ...endpoint, name: "dead" }, { now: Date.now });
    const source = memorySource(endpoint);
    return {
      sink: memorySink(queue),
      deadLetters: memoryDeadLetters(dead),
      async sendForeign({ attributes = new Map(), ...message }) {
        const error = queue.put({ ...message, attributes });
        if (error !== undefined) throw error;
      },
      async take() {
        const records = queue.take();
        if (records.length === 0) return undefined;
        return {
          deliveries: source.receive(records),
          settle: async (outcomes) => queue.settle(source.settle(outcomes)),
        };
      },
      async buried() {
        return dead.take(1_000).map(({ wire: { body, attributes } }) => ({
          body,
          reason: JSON.parse(attributes.get(DEAD)?.value ?? "null"),
        }));
      },
      async close() {},
    };
  },
};
