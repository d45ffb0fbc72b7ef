// Copies every message to several targets at once: what a splitter does in front of a hop that leaves a queue twice.

import type { SendResult, Sink } from "./ports.ts";
import { orRefused } from "./send-all.ts";

/**
 * A message is sent only once all sinks have confirmed it; the worst answer counts, so a retry may repeat the others. All
 * are waited for, also where one throws: what another still sends must not meet what comes again.
 */
export function toAll(sinks: readonly Sink[]): Sink {
  const [only, ...more] = sinks;
  if (only !== undefined && more.length === 0) return only;
  return {
    async send(messages, budget) {
      const answers = await Promise.all(
        sinks.map((sink) => orRefused(messages, async () => sink.send(messages, budget))),
      );
      return messages.map((_, at) => worst(answers.map((answer) => answer[at] ?? { kind: "held" })));
    },
  };
}

/** What may still succeed goes before what never will: a delivery is not hopeless while one target is merely late. */
function worst(results: readonly SendResult[]): SendResult {
  const refused = results.filter((result) => result.kind === "refused");
  return (
    refused.find(({ error }) => error.retryable) ??
    results.find(({ kind }) => kind === "held") ??
    refused[0] ?? { kind: "sent" }
  );
}
