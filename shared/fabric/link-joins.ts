// The sinks of a link whose targets take several messages as one.

import { TransformError } from "../core/errors.ts";
import { type JoinRules, joinMessages } from "../core/join-messages.ts";
import type { Sink, Tools } from "../core/ports.ts";
import { loadChain } from "../transforms/index.ts";
import type { Join } from "./link.ts";

/** Puts the last steps for a target, and the joining, before its sink. */
export type JoinInto = (sink: Sink, ended: (sink: Sink) => Sink) => Sink;

/**
 * A target's last steps are about what it takes: the joined message, or, where that is a batch of events, each event. Rejects
 * with `ConfigError` as `loadChain`.
 */
export async function joinInto(join: Join, tools: Tools): Promise<JoinInto> {
  const { of, by, ...rules } = join;
  const whole: JoinRules = by === undefined ? rules : { ...rules, groupOf: await groupBy(by, tools) };
  return (sink, ended) => (of === "events" ? ended(joinMessages(sink, whole)) : joinMessages(ended(sink), whole));
}

/** What an expression gives as a text: as `set-key` takes it for a key. */
async function groupBy(by: string, tools: Tools): Promise<NonNullable<JoinRules["groupOf"]>> {
  const keyed = await loadChain([{ name: "set-key", options: by }], tools);
  return (message) => {
    try {
      return keyed(message)[0]?.orderingKey ?? "";
    } catch (thrown) {
      // A hop has other expressions too.
      if (thrown instanceof TransformError) throw new TransformError(thrown.code, `by of the batch: ${thrown.message}`);
      throw thrown;
    }
  };
}
