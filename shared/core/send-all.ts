// Asks a sink for the fates of messages, and takes silence, nonsense and a throw for what they are: nothing is confirmed.

import { classify, SinkError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { SendResult, Sink } from "./ports.ts";
import type { Share } from "./share-time.ts";

/** One call for everything, within its share of the time. Never rejects; gives no result for what the sink is silent about. */
export function sendAll(sink: Sink, messages: readonly Message[], sending: Share): Promise<readonly SendResult[]> {
  if (messages.length === 0) return Promise.resolve([]);
  const late = new SinkError("SINK_LATE", "the sink gave no answer in its time", true);
  return orRefused(messages, () => sending((budget) => sink.send(messages, budget), late));
}

/** What a sink answers. One that throws as a whole has confirmed nothing: all of it is worth another try. */
export async function orRefused(
  messages: readonly Message[],
  ask: () => Promise<readonly SendResult[]>,
): Promise<readonly SendResult[]> {
  try {
    const results = await ask();
    return Array.isArray(results) ? results : [];
  } catch (thrown) {
    const error = thrown instanceof SinkError && thrown.retryable ? thrown : threw(thrown);
    return messages.map(() => ({ kind: "refused", error }));
  }
}

const threw = (thrown: unknown) =>
  new SinkError("SINK_THREW", `the sink threw a ${classify(thrown).code}`, true, thrown);
