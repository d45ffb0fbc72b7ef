// Where hopeless deliveries of a queue in memory go: a queue of their own, with the reason beside each.

import { SinkError } from "../../core/errors.ts";
import { text } from "../../core/message.ts";
import type { DeadLetters } from "../../core/ports.ts";
import type { MemoryQueue, MemoryRecord } from "./queue.ts";

/** The attribute with the reason, as JSON: link, code, class, reason, at, attempt, receipt. */
export const DEAD = "hopspan-dead";

/** Takes deliveries of a memory source. Body and attributes go in as they came; rejects where the queue refuses. */
export function memoryDeadLetters(queue: MemoryQueue): DeadLetters {
  return {
    async put({ raw, receipt, attempt }, { link, error, at }, budget) {
      if (budget.remainingMs() <= 0)
        throw new SinkError("HELD", "the time ran out before the dead letters were reached", true);
      const { wire } = raw as MemoryRecord;
      const { code, name, message } = error;
      const reason = JSON.stringify({ link, code, class: name, reason: message, at, attempt, receipt });
      const refused = queue.put({ ...wire, attributes: new Map([...wire.attributes, [DEAD, text(reason)]]) });
      if (refused !== undefined) throw refused;
    },
  };
}
