// Faults of parts of a Pub/Sub call: messages in another order, messages that come once more.

import type { PubsubEngine } from "../pubsub/engine.ts";
import type { Fields } from "../pubsub/forms/fields.ts";
import type { Method, MethodContext } from "../pubsub/methods/method.ts";
import type { Injector } from "./injector.ts";
import type { Asked } from "./rule.ts";
import { pause } from "./waits.ts";

/** Topic and subscription that a request speaks of, by full and short names; of a subscription its topic, too. */
export function askedOf(operation: string, request: Fields, engine: PubsubEngine): Asked {
  const written = ["topic", "subscription", "name"].flatMap((key) => {
    const { [key]: value } = request;
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  const topics = written.flatMap((name) =>
    engine.subscriptions.has(name) ? [engine.subscriptions.get(name).settings.topic] : [],
  );
  const names = [...written, ...topics].flatMap((name) => [name, name.slice(name.lastIndexOf("/") + 1)]);
  return { broker: "pubsub", operation, names };
}

/** How long a publish whose messages are all to come late is held back at most, in milliseconds. Ours. */
const HOLD_MS = 1_000;

interface Call {
  readonly method: Method;
  readonly request: Fields;
  readonly context: MethodContext;
  readonly asked: Asked;
  readonly injector: Injector;
}

/**
 * Publishes what is struck behind the rest of its request, or, where that is all of it, a moment later. The ids are answered
 * in the order of the request. Messages with an ordering key are never struck.
 */
export async function inOtherOrder({ method, request, context, asked, injector }: Call): Promise<Fields> {
  const { messages } = request;
  if (asked.operation !== "Publish" || !Array.isArray(messages)) return method(request, context);
  const places = messages.map((message: unknown, at) => {
    const isKeyed = Boolean(Reflect.get(Object(message), "orderingKey"));
    return { at, strength: isKeyed ? undefined : injector.stroke("reorder", asked)?.strength };
  });
  const late = places.filter(({ strength }) => strength !== undefined);
  if (late.length === 0) return method(request, context);
  if (late.length === places.length) await pause(HOLD_MS * (late[0]?.strength ?? 0), injector);
  const order = [...places.filter(({ strength }) => strength === undefined), ...late].map(({ at }) => at);
  const answer = await method({ ...request, messages: order.map((at): unknown => messages[at]) }, context);
  const { messageIds: ids } = answer;
  if (!Array.isArray(ids)) return answer;
  return { ...answer, messageIds: places.map(({ at }): unknown => ids[order.indexOf(at)]) };
}

/**
 * An engine in which a message that is acknowledged, in whatever way, may be given out once more; not where the subscription
 * promises that this never happens.
 */
export function acknowledgingTwice(engine: PubsubEngine, injector: Injector): PubsubEngine {
  return {
    ...engine,
    ack(subscription, ackIds) {
      const asked = askedOf("Acknowledge", { subscription }, engine);
      const { settings } = engine.subscriptions.get(subscription);
      const again = settings.isExactlyOnce
        ? []
        : ackIds.filter(() => injector.stroke("duplicate", asked) !== undefined);
      if (again.length === 0) return engine.ack(subscription, ackIds);
      const report = engine.ack(
        subscription,
        ackIds.filter((id) => !again.includes(id)),
      );
      engine.modifyDeadline(subscription, again, 0);
      return report;
    },
  };
}
