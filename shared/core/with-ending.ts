// The last steps of a message's way to one of several targets: what that target alone asks for.

import { SinkError, TransformError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { SendResult, Sink, Transform } from "./ports.ts";

/**
 * A sink that has each message go through `ending` first, which gives exactly one message. One that the ending can't take
 * is refused for good, with the ending's own reason, and nothing of its key is held up by it.
 */
export function withEnding(sink: Sink, ending: Transform): Sink {
  return {
    async send(messages, budget) {
      const ended = messages.map((message) => endOf(ending, message));
      const fit = ended.filter((each): each is Message => !("kind" in each));
      const answers = fit.length === 0 ? [] : await sink.send(fit, budget);
      let next = 0;
      return ended.map((each): SendResult => ("kind" in each ? each : (answers[next++] ?? { kind: "held" })));
    },
  };
}

function endOf(ending: Transform, message: Message): Message | SendResult {
  try {
    const [only, ...more] = ending(message);
    if (only !== undefined && more.length === 0) return only;
    return refused("ENDING", "what stands before the target gave more or less than one message");
  } catch (thrown) {
    if (thrown instanceof TransformError) return refused(thrown.code, thrown.message);
    return refused(
      "ENDING",
      `what stands before the target threw a ${thrown instanceof Error ? thrown.name : typeof thrown}`,
    );
  }
}

const refused = (code: string, message: string): SendResult => ({
  kind: "refused",
  error: new SinkError(code, message, false),
});
