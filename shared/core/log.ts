// What operators read: one JSON line per delivery that did not simply succeed, and summaries of invocations.

import type { HopspanError } from "./errors.ts";
import { gatherSummaries } from "./gather-summaries.ts";
import type { Outcome } from "./ports.ts";
import { printable } from "./printable.ts";
import { summarize } from "./summary.ts";

/** Told once per invocation, before the platform is answered, with every outcome and the time it took. */
export type Report = (outcomes: readonly Outcome[], elapsedMs: number) => void;

/** `summaryMs`: at most one summary line in this time; 0, one per invocation. `write` and `now` are for tests. */
export interface LogOptions {
  readonly summaryMs?: number;
  readonly write?: (line: string) => void;
  readonly now?: () => number;
}

/**
 * Writes JSON lines. That of a delivery which could not be buried says why not, and under `unburied` why it had to be.
 * Receipts, origin ids, codes and our own words only: never a body, an attribute value, an ordering key or a provider's
 * text, since all of those may hold what a sender wrote. A sender may choose an origin id too: so what is long is cut, ends
 * in `…` then, and controls stand as JSON escapes them.
 */
export function jsonLog(link: string, { summaryMs = 0, write = toStandardOutput, now }: LogOptions = {}): Report {
  const { add, flush } = gatherSummaries((summary) => write(JSON.stringify(summary)), summaryMs, now);
  if (summaryMs > 0) process.once("exit", flush);
  return (outcomes, elapsedMs) => {
    for (const outcome of outcomes)
      if (outcome.kind === "dead" || outcome.kind === "retry") write(JSON.stringify(explain(link, outcome)));
    add(summarize(link, outcomes, elapsedMs));
  };
}

/** Not `console.log`, which Lambda would prefix: a line stays JSON on every platform. */
const toStandardOutput = (line: string) => void process.stdout.write(`${line}\n`);

function explain(link: string, outcome: Extract<Outcome, { readonly kind: "dead" | "retry" }>) {
  const { kind, receipt, id, attempt, error } = outcome;
  const unburied = kind === "retry" ? outcome.unburied : undefined;
  return {
    event: "delivery",
    link,
    outcome: kind,
    receipt: bounded(receipt, MOST_OF_AN_ID),
    id: id && bounded(id, MOST_OF_AN_ID),
    attempt,
    ...said(error),
    unburied: unburied && said(unburied),
  };
}

const said = ({ code, name, message }: HopspanError) => ({
  code: bounded(code, MOST_OF_AN_ID),
  error: name,
  reason: bounded(message, MOST_OF_A_REASON),
});

/** In characters; ours. More than any id has that a broker or a link has made, and any reason of our own. */
const MOST_OF_AN_ID = 300;
const MOST_OF_A_REASON = 2_000;

const bounded = (text: string, most: number): string =>
  printable(text.length <= most ? text : `${text.slice(0, most)}…`);
