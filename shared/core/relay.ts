// The whole story of a link, top to bottom: receive, prepare, send, judge, bury, report, settle.

import { buryAll } from "./bury.ts";
import { holdBack } from "./hold-back.ts";
import type { Report } from "./log.ts";
import type { Budget, DeadLetters, Outcome, Sink, Source, Transform } from "./ports.ts";
import { prepare } from "./prepare.ts";
import { redeemAll } from "./redeem-all.ts";
import { sendAll } from "./send-all.ts";
import { type After, shareTime } from "./share-time.ts";
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
  /** The process's own timers where absent. */
  readonly after?: After;
}

/**
 * Joins the parts into the one function that a platform calls. Every delivery gets exactly one outcome, and is
 * acknowledged only after the target, or the dead letters, have confirmed it. Answers before the budget ends, also where
 * the sink or the dead letters never do. Throws only where the event as a whole can't be read.
 */
export function relay<Event, Reply>(parts: Parts<Event, Reply>) {
  const { link, source, transform, sink, deadLetters, report, now = Date.now, after } = parts;

  return async (event: Event, budget: Budget): Promise<Reply> => {
    const startedAt = now();
    const { sending, burying } = shareTime(budget, after);
    const deliveries = await redeemAll(source, source.receive(event), sending);
    const prepared = holdBack(deliveries.map((delivery) => prepare(delivery, link, transform)));
    const outgoing = prepared.flatMap((item) => ("messages" in item ? item.messages : []));
    const results = await sendAll(sink, outgoing, sending);
    const outcomes = await buryAll(judge(prepared, results), { link, deadLetters, now }, burying);
    tell(report, outcomes, now() - startedAt);
    return source.settle(outcomes);
  };
}

/** What was sent would come again for the sake of a log line, if a report could end an invocation. */
function tell(report: Report, outcomes: readonly Outcome[], elapsedMs: number): void {
  try {
    report(outcomes, elapsedMs);
  } catch {
    // Nobody is left to be told.
  }
}
