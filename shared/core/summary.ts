// What an invocation came to, in figures only: what logs say, and what accounts and alarms are made from.

import type { Outcome } from "./ports.ts";

/**
 * The summary of one invocation, or of several: a delivery stands in exactly one of the four counts; `messages` left for the target.
 * `settled` is all but `retry`: what the source may forget now, to be held against what it did forget.
 */
export interface Summary {
  readonly event: "summary";
  readonly link: string;
  readonly invocations: number;
  readonly received: number;
  readonly relayed: number;
  readonly dropped: number;
  readonly dead: number;
  readonly retry: number;
  readonly settled: number;
  readonly messages: number;
  readonly elapsedMs: number;
}

/** The summary of one invocation. */
export function summarize(link: string, outcomes: readonly Outcome[], elapsedMs: number): Summary {
  const count = (kind: Outcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const retry = count("retry");
  const messages = outcomes.reduce((sum, outcome) => sum + (outcome.kind === "relayed" ? outcome.messages : 0), 0);
  return {
    event: "summary",
    link,
    invocations: 1,
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
