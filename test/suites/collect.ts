// How the suites speak with an open broker: short words for what every behaviour does.

import { expect } from "vitest";
import { SinkError } from "../../shared/core/errors.ts";
import type { Message } from "../../shared/core/message.ts";
import type { Delivery, Outcome } from "../../shared/core/ports.ts";
import type { ForeignMessage, OpenBroker } from "./broker-harness.ts";

/** Long enough for anybody; nothing here waits for it. */
export const plenty = { remainingMs: () => 20_000 };

/** What is to happen to a delivery, which is the `at`-th of its event, from 0. */
export type Decide = (delivery: Delivery, at: number) => Outcome["kind"];

/** No behaviour needs as many events: who comes here goes in a circle. */
const MOST_EVENTS = 1_000;

/** The outcome of this kind. */
function outcomeOf({ receipt }: Delivery, kind: Outcome["kind"]): Outcome {
  switch (kind) {
    case "relayed":
      return { receipt, kind, messages: 1 };
    case "dropped":
      return { receipt, kind };
    case "dead":
    case "retry":
      return { receipt, kind, error: new SinkError("TEST", "decided by a test", kind === "retry") };
  }
}

/**
 * Takes events and settles each delivery as decided until `count` deliveries were acknowledged; gives those, in the
 * order in which they came. Fails where three moments in a row bring nothing.
 */
export async function collect(
  broker: OpenBroker,
  count: number,
  decide: Decide = () => "relayed",
): Promise<readonly Delivery[]> {
  const done: Delivery[] = [];
  for (let events = 0, silences = 0; done.length < count; events++) {
    if (events === MOST_EVENTS) throw new Error(`only ${done.length} of ${count} deliveries were done with`);
    const taken = await broker.take();
    silences = taken === undefined ? silences + 1 : 0;
    if (silences === 3) throw new Error(`only ${done.length} of ${count} deliveries came`);
    if (taken === undefined) continue;
    const outcomes = taken.deliveries.map((delivery, at) => outcomeOf(delivery, decide(delivery, at)));
    await taken.settle(outcomes);
    done.push(...taken.deliveries.filter((_, at) => outcomes[at]?.kind !== "retry"));
  }
  return done;
}

/** The next `count` messages, opened. */
export const receive = async (broker: OpenBroker, count: number): Promise<readonly Message[]> =>
  (await collect(broker, count)).map((delivery) => comparable(delivery.open()));

/** One delivery, not settled yet. */
export async function takeOne(broker: OpenBroker) {
  const taken = (await broker.take()) ?? (await broker.take());
  const [delivery, ...more] = taken?.deliveries ?? [];
  if (taken === undefined || delivery === undefined) throw new Error("nothing came");
  expect(more).toEqual([]);
  return { delivery, settle: (kind: Outcome["kind"]) => taken.settle([outcomeOf(delivery, kind)]) };
}

/** The same message with a plain `Uint8Array` for a body: a `Buffer` of the same bytes is another value to a test. */
export const comparable = (message: Message): Message => ({ ...message, body: Uint8Array.from(message.body) });

/** Text as the bytes of a body. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The body as text. */
export const textOf = ({ body }: { readonly body: Uint8Array }): string => new TextDecoder().decode(body);

/** What a stranger sends: a text under a key. */
export const foreign = (text: string, orderingKey?: string): ForeignMessage => ({
  body: bytes(text),
  ...(orderingKey === undefined ? {} : { orderingKey }),
});

/** A foreign message that claims to be ours and is not: nobody can open it. */
export const damaged = (text: string, orderingKey?: string): ForeignMessage => ({
  ...foreign(text, orderingKey),
  attributes: new Map([["hopspan", { type: "String", value: '{"v":1,"i":' }]]),
});
