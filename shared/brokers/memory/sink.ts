// Messages into a queue in memory. Without the packing engine: a put is one call that answers at once, so there are no
// requests to fill, nothing to wait for and no timer to set.

import type { Message } from "../../core/message.ts";
import type { Budget, SendResult, Sink } from "../../core/ports.ts";
import type { MemoryQueue } from "./queue.ts";
import { toWire } from "./wire.ts";

/** One message after the other, in the order given; on an ordered queue a key stops at its first refusal for now. */
export function memorySink(queue: MemoryQueue): Sink {
  return {
    async send(messages, budget) {
      const stopped = new Set<string>();
      return messages.map((message) => {
        const key = queue.endpoint.ordered ? message.orderingKey : undefined;
        if (key !== undefined && stopped.has(key)) return { kind: "held" };
        const result = sendOne(queue, message, budget);
        const waits = result.kind === "held" || (result.kind === "refused" && result.error.retryable);
        if (key !== undefined && waits) stopped.add(key);
        return result;
      });
    },
  };
}

function sendOne(queue: MemoryQueue, message: Message, budget: Budget): SendResult {
  if (budget.remainingMs() <= 0) return { kind: "held" };
  const error = queue.put(toWire(message));
  return error === undefined ? { kind: "sent" } : { kind: "refused", error };
}
