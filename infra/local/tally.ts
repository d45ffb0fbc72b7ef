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

/** The counts of a summary, which are whole numbers. */
const FIGURES = ["invocations", "received", "relayed", "dropped", "dead", "retry", "settled", "messages"] as const;

/** How a summary begins: a transform that prints without a line break has left its text before it. */
const BEGINNING = '{"event":"summary"';

/**
 * The summary of `link` in a line that its function wrote, and what else stands there. Never throws: a process may print
 * anything, and what only looks like a summary, or is another link's, is nothing but text.
 */
export function readLine(link: string, line: string): { readonly summary?: Summary; readonly rest: string } {
  const at = line.lastIndexOf(BEGINNING);
  const summary = at < 0 ? undefined : summaryOf(link, line.slice(at));
  return summary === undefined ? { rest: line } : { summary, rest: line.slice(0, at) };
}

function summaryOf(link: string, text: string): Summary | undefined {
  try {
    const read = JSON.parse(text) as Partial<Summary>;
    const isWhole = FIGURES.every((name) => Number.isSafeInteger(read[name]) && Number(read[name]) >= 0);
    const { relayed = 0, dropped = 0, dead = 0, retry = 0, received } = read;
    const isSum = relayed + dropped + dead + retry === received;
    return isWhole && isSum && read.link === link ? (read as Summary) : undefined;
  } catch {
    return undefined;
  }
}
