// The whole story of a link, top to bottom: receive, prepare, send, judge, bury, report, settle.

import { classify, SinkError } from "./errors.ts";
import { holdBack } from "./hold-back.ts";
import type { Report } from "./log.ts";
import type { Message } from "./message.ts";
import type { Budget, DeadLetters, Delivery, Outcome, SendResult, Sink, Source, Transform } from "./ports.ts";
import { prepare } from "./prepare.ts";
import { judge } from "./verdict.ts";

/** What a link is made of. Built once per cold start, used by every invocation, also by several at the same time. */
export interface Parts<Event, Reply> {
  /** The link's full name, `fabric/link`: what the trail remembers. */
  readonly link: string;
  readonly source: Source<Event, Reply>;
  readonly transform: Transform;
  readonly sink: Sink;
  readonly deadLetters: DeadLetters;
  readonly report: Report;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Joins the parts into the one function that a platform calls. Every delivery gets exactly one outcome, and is
 * acknowledged only after the target, or the dead letters, have confirmed it. Throws only where the event as a whole
 * can't be read.
 */
export function relay<Event, Reply>(parts: Parts<Event, Reply>) {
  const { link, source, transform, sink, deadLetters, report, now = Date.now } = parts;

  return async (event: Event, budget: Budget): Promise<Reply> => {
    const startedAt = now();
    const prepared = holdBack(source.receive(event).map((delivery) => prepare(delivery, link, transform)));
    const outgoing = prepared.flatMap((item) => ("messages" in item ? item.messages : []));
    const results = await sendAll(sink, outgoing, keepReserve(budget));
    const bury = async (delivery: Delivery, verdict: Extract<Outcome, { kind: "dead" }>): Promise<Outcome> => {
      try {
        await deadLetters.put(delivery, { link, error: verdict.error, at: now() }, budget);
        return verdict;
      } catch (thrown) {
        return { ...verdict, kind: "retry", error: classify(thrown) };
      }
    };

    const outcomes = await Promise.all(
      judge(prepared, results).map(({ delivery, outcome }) =>
        outcome.kind === "dead" ? bury(delivery, outcome) : outcome,
      ),
    );
    report(outcomes, now() - startedAt);
    return source.settle(outcomes);
  };
}

/** One call for everything. A sink that throws as a whole has confirmed nothing: all of it is worth another try. */
async function sendAll(sink: Sink, messages: readonly Message[], budget: Budget): Promise<readonly SendResult[]> {
  try {
    return messages.length === 0 ? [] : await sink.send(messages, budget);
  } catch (thrown) {
    const error = new SinkError("SINK_THREW", `the sink threw a ${classify(thrown).code}`, true, thrown);
    return messages.map(() => ({ kind: "refused", error }));
  }
}

/** The most that is kept back from the sink, so that dead letters and the answer still fit; ours, in milliseconds. */
const RESERVE_MS = 1_000;

/** A fifth of a short budget, a second of a long one. */
function keepReserve(budget: Budget): Budget {
  const reserveMs = Math.min(RESERVE_MS, budget.remainingMs() / 5);
  return { remainingMs: () => budget.remainingMs() - reserveMs };
}
