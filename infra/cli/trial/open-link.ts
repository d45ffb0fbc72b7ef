// One link without its brokers: what a deployed function does with messages, told as what came out of them.

import type { HopspanError } from "../../../shared/core/errors.ts";
import { partsOf } from "../../../shared/core/joined-message.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Outcome, Sink, Tools } from "../../../shared/core/ports.ts";
import { relay } from "../../../shared/core/relay.ts";
import type { Endpoint, Link } from "../../../shared/fabric/link.ts";
import { linkWay } from "../../../shared/fabric/link-way.ts";
import { type Place, unfolded } from "./unfolded.ts";

/** What came of one message that a link made: the target that took it, or why none did. `id`: of the message that was sent. */
export type LinkEvent = { readonly id: string } & (
  | { readonly message: Message; readonly target: Endpoint; readonly branch?: number }
  | { readonly error: HopspanError }
);

/** A link that is ready for invocations, one after the other, each of one message or of several that came together. */
export type OpenLink = (...messages: readonly Message[]) => Promise<readonly LinkEvent[]>;

/** There is no platform that would cut anything off. */
const ENDLESS = { remainingMs: () => 60_000 };

/**
 * The very parts that a function is made of, relay included, over targets that take everything and say so; rates are not
 * kept. What it gives is in the order in which the messages were made, what failed before that behind them; nothing where a
 * message was dropped. Rejects with
 * `ConfigError` for a link that can't be made.
 */
export async function openLink(link: Link, tools: Tools): Promise<OpenLink> {
  const { link: known, places } = unfolded(link);
  const { transform, sinkOf } = await linkWay(known, tools);
  return async (...messages) => {
    const events: LinkEvent[] = [];
    const taken: Taken[] = [];
    const run = relay<readonly Message[], readonly Outcome[]>({
      link: link.name,
      source: {
        receive: (given) => given.map((message, at) => ({ receipt: String(at), raw: undefined, open: () => message })),
        settle: (outcomes) => outcomes,
      },
      transform,
      sink: told(
        sinkOf(places, (place) => taking(place, taken)),
        taken,
        events,
      ),
      deadLetters: { put: async () => {} },
      report: () => {},
    });
    const outcomes = await run(messages, ENDLESS);
    return [...events, ...unsent(messages, outcomes, events)];
  };
}

/** A message that has arrived. */
type Taken = LinkEvent & { readonly message: Message };

/** What failed before anything was sent of it: what a target has refused is told already. */
const unsent = (messages: readonly Message[], outcomes: readonly Outcome[], events: readonly LinkEvent[]) =>
  outcomes.flatMap((outcome, at): readonly LinkEvent[] => {
    const { id } = messages[at] ?? outcome;
    const isTold = "error" in outcome && events.some((event) => "error" in event && event.error === outcome.error);
    return "error" in outcome && !isTold && id !== undefined ? [{ id, error: outcome.error }] : [];
  });

/** Whether an id is that of a joined message whose first part has the other. */
export const isJoined = (id: string, first: string): boolean => partsOf(id) > 1 && id.startsWith(`${first}+`);

/** A target that keeps what it gets. */
const taking = ({ endpoint, branch }: Place, taken: LinkEvent[]): Sink => ({
  async send(messages) {
    for (const message of messages)
      taken.push({ id: message.id, message, target: endpoint, ...(branch === undefined ? {} : { branch }) });
    return messages.map(() => ({ kind: "sent" }));
  },
});

/** Notes the fate of each message in the order in which they were to be sent. */
const told = (sink: Sink, taken: readonly Taken[], events: LinkEvent[]): Sink => ({
  async send(messages, budget) {
    const known = new Set<Taken>();
    const results = await sink.send(messages, budget);
    for (const [at, { id }] of messages.entries()) {
      const result = results[at];
      if (result?.kind === "refused") events.push({ id, error: result.error });
      else {
        // Two messages of one example may have one id.
        const own = taken.filter((each) => !known.has(each) && (each.id === id || isJoined(each.id, id)));
        for (const each of own) known.add(each);
        events.push(...own);
      }
    }
    return results;
  },
});
