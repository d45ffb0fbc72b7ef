// What operators read: one JSON line per delivery that did not simply succeed, one summary line per invocation.

import type { Outcome } from "./ports.ts";

/** Told once per invocation, before the platform is answered, with every outcome and the time it took. */
export type Report = (outcomes: readonly Outcome[], elapsedMs: number) => void;

/**
 * The summary of one invocation: a delivery stands in exactly one of the four counts; `messages` left for the target.
 * `settled` is all but `retry`: what the source may forget now, to be held against what it did forget.
 */
export interface Summary {
  readonly event: "summary";
  readonly link: string;
  readonly received: number;
  readonly relayed: number;
  readonly dropped: number;
  readonly dead: number;
  readonly retry: number;
  readonly settled: number;
  readonly messages: number;
  readonly elapsedMs: number;
}

/**
 * Writes JSON lines. Receipts, origin ids, codes and our own words only: never a body, an attribute value, an ordering
 * key or a provider's text, since all of those may hold what a sender wrote.
 */
export function jsonLog(link: string, write: (line: string) => void = toStandardOutput): Report {
  return (outcomes, elapsedMs) => {
    for (const outcome of outcomes)
      if (outcome.kind === "dead" || outcome.kind === "retry") write(JSON.stringify(explain(link, outcome)));
    write(JSON.stringify(summarize(link, outcomes, elapsedMs)));
  };
}

/** Not `console.log`, which Lambda would prefix: a line stays JSON on every platform. */
const toStandardOutput = (line: string) => void process.stdout.write(`${line}\n`);

function explain(link: string, outcome: Extract<Outcome, { readonly kind: "dead" | "retry" }>) {
  const { kind, receipt, id, attempt, error } = outcome;
  return {
    event: "delivery",
    link,
    outcome: kind,
    receipt,
    id,
    attempt,
    code: error.code,
    error: error.name,
    reason: error.message,
  };
}

function summarize(link: string, outcomes: readonly Outcome[], elapsedMs: number): Summary {
  const count = (kind: Outcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const retry = count("retry");
  const messages = outcomes.reduce((sum, outcome) => sum + (outcome.kind === "relayed" ? outcome.messages : 0), 0);
  return {
    event: "summary",
    link,
    received: outcomes.length,
    relayed: count("relayed"),
    dropped: count("dropped"),
    dead: count("dead"),
    retry,
    settled: outcomes.length - retry,
    messages,
    elapsedMs,
  };
}
