// Where hopeless deliveries of a queue in memory go: a queue of their own, with the reason beside each.

import { SinkError } from "../../core/errors.ts";
import { text } from "../../core/message.ts";
import type { DeadLetters } from "../../core/ports.ts";
import { DEAD, type LastWords, lastWords, letterForms } from "../last-words.ts";
import { MEMORY_LIMITS } from "./endpoint.ts";
import { type MemoryQueue, type MemoryRecord, wireBytes } from "./queue.ts";
import type { MemoryWire } from "./wire.ts";

/**
 * Takes deliveries of a memory source. Body and attributes go in as they came, with the reason beside them as
 * `hopspan-dead`, as far as there is room for it; an earlier one stands inside it, in `attributes`. Rejects where the queue
 * refuses.
 */
export function memoryDeadLetters(queue: MemoryQueue): DeadLetters {
  return {
    async put(delivery, reason, budget) {
      if (budget.remainingMs() <= 0)
        throw new SinkError("HELD", "the time ran out before the dead letters were reached", true);
      const { wire } = delivery.raw as MemoryRecord;
      const write = (words: Partial<LastWords>): MemoryWire | undefined => {
        const letter = withWords(wire, words);
        return wireBytes(letter) <= MEMORY_LIMITS.messageBytes ? letter : undefined;
      };
      let refusal: SinkError | undefined;
      for (const letter of letterForms(lastWords(delivery, reason), write, () => [wire])) {
        refusal = queue.put(letter);
        if (refusal === undefined || refusal.retryable) break;
      }
      if (refusal !== undefined) throw refusal;
    },
  };
}

function withWords(wire: MemoryWire, words: Partial<LastWords>): MemoryWire {
  const earlier = wire.attributes.get(DEAD);
  const inside = earlier && { attributes: [[DEAD, earlier.type, earlier.value]] };
  return { ...wire, attributes: new Map([...wire.attributes, [DEAD, text(JSON.stringify({ ...words, ...inside }))]]) };
}
