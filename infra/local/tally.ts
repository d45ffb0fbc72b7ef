// Keeps count of what each link's functions report, so that in = delivered + dropped + dead + in flight can be checked.

import type { Summary } from "../../shared/core/summary.ts";

/** What the functions of one link have said so far, in deliveries; `messages` is what they sent on. */
export interface Counts {
  readonly relayed: number;
  readonly dropped: number;
  readonly dead: number;
  readonly retried: number;
  readonly messages: number;
}

const NONE: Counts = { relayed: 0, dropped: 0, dead: 0, retried: 0, messages: 0 };

/** Counts by link name. A line that is no summary counts for nothing. */
export function tally() {
  const counts = new Map<string, Counts>();
  return {
    of: (link: string): Counts => counts.get(link) ?? NONE,
    add({ link, relayed, dropped, dead, retry, messages }: Summary): void {
      const sum = counts.get(link) ?? NONE;
      counts.set(link, {
        relayed: sum.relayed + relayed,
        dropped: sum.dropped + dropped,
        dead: sum.dead + dead,
        retried: sum.retried + retry,
        messages: sum.messages + messages,
      });
    },
  };
}

/** A line that a function wrote: its summary, another line of its log, or whatever else a process may print. */
export type Line =
  | { readonly kind: "summary"; readonly summary: Summary }
  | { readonly kind: "log"; readonly log: Readonly<Record<string, unknown>> }
  | { readonly kind: "text"; readonly text: string };

/** Never throws: a process may print anything. */
export function readLine(line: string): Line {
  try {
    const log: unknown = JSON.parse(line);
    if (typeof log === "object" && log !== null && "event" in log)
      return log.event === "summary" ? { kind: "summary", summary: log as Summary } : { kind: "log", log: { ...log } };
  } catch {
    // Not JSON: shown as it is.
  }
  return { kind: "text", text: line };
}
