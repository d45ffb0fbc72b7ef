// Sends a file's lines to an endpoint, in order per key, and accounts for every one of them, whatever happens.

import { setTimeout as sleep } from "node:timers/promises";
import { deadline } from "../../shared/core/deadline.ts";
import type { SinkError } from "../../shared/core/errors.ts";
import type { Message } from "../../shared/core/message.ts";
import type { SendResult } from "../../shared/core/ports.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import { type Line, readLines } from "./feed-lines.ts";
import { type FeedServers, type FeedSink, feedSink } from "./feed-sink.ts";
import { growingPause } from "./process/growing-pause.ts";

/** What to send where: a file's lines, or those of standard input where it is `-`. `key` is the dotted path of the ordering key in a line's JSON. */
export interface Feed {
  readonly file: string;
  readonly endpoint: Endpoint;
  readonly key?: string;
}

/** What a feed tells while it runs. */
export type FeedNews =
  /** So many lines have been confirmed so far; the broker answers. */
  | { readonly kind: "sent"; readonly sent: number }
  /** This line will never arrive. */
  | { readonly kind: "refused"; readonly line: number; readonly reason: string }
  /** The broker takes nothing for now: told at each try in vain. */
  | { readonly kind: "held"; readonly reason: string };

/** What became of a feed's lines. Those that are empty count nowhere. */
export interface FeedEnd {
  readonly sent: number;
  /** Can't be sent, whatever happens: each was told. */
  readonly refused: number;
  /** Was read, and not sent before the feed was ended. */
  readonly unsent: number;
  /** Was sent again, since no answer came, and may be there twice; absent where nothing was, and for a FIFO queue. */
  readonly repeated?: number;
  /** Whether the file was read to its end; otherwise there may be more. */
  readonly isRead: boolean;
  /** Why the file can't be read, where that is the reason. */
  readonly failure?: string;
}

/** How long the lines of one read may be under way before those without an answer are sent again, in seconds. Ours. */
const SEND_SECONDS = 15;
const PAUSES_MS = [200, 5_000] as const;

/**
 * Sends every line that is not empty. Reads no further than it sends, so a file of any size takes the same memory. A line
 * that is refused for good is told and left out; what the broker does not take for now is sent again until it does, before
 * anything that follows. Once `ended` is aborted nothing more is sent, and what is left is counted. Never rejects.
 */
export async function sendFeed(
  { file, endpoint, key }: Feed,
  servers: FeedServers,
  tell: (news: FeedNews) => void,
  ended: AbortSignal,
): Promise<FeedEnd> {
  const counts = { sent: 0, refused: 0, unsent: 0, repeated: 0 };
  const target = feedSink(endpoint, key, servers);
  const isKnownAgain = endpoint.broker === "sqs" && endpoint.fifo;
  const counted = () => {
    const { repeated, ...rest } = counts;
    return repeated === 0 || isKnownAgain ? rest : { ...rest, repeated };
  };
  try {
    for await (const lines of readLines(file, ended)) await sendLines(lines, target, counts, tell, ended);
    return { ...counted(), isRead: true };
  } catch (thrown) {
    if (ended.aborted) return { ...counted(), isRead: false };
    const { code, name } = thrown as NodeJS.ErrnoException;
    return { ...counted(), isRead: false, failure: `${file} can't be read (${code ?? name})` };
  } finally {
    await target.close();
  }
}

type Counts = { -readonly [Count in "sent" | "refused" | "unsent" | "repeated"]: number };

/** The codes of a request that may have been carried out, though nobody said so. */
const UNANSWERED: ReadonlySet<string> = new Set([
  "TIMEOUT",
  "CONNECTION",
  "CANCELLED",
  "UNAVAILABLE",
  "INTERNAL",
  "UNKNOWN",
]);

const isUnanswered = (result: SendResult | undefined): boolean =>
  result?.kind === "refused" && UNANSWERED.has(result.error.code);

async function sendLines(
  lines: readonly Line[],
  { sink }: FeedSink,
  counts: Counts,
  tell: (news: FeedNews) => void,
  ended: AbortSignal,
): Promise<void> {
  const pause = growingPause(...PAUSES_MS);
  const unanswered = new Set<number>();
  let left = lines;
  while (left.length > 0 && !ended.aborted) {
    const results = await sink.send(left.map(toMessage), deadline(SEND_SECONDS));
    for (const [at, { number }] of left.entries()) {
      const refusal = refusalOf(results[at]);
      if (refusal === undefined) continue;
      counts.refused++;
      tell({ kind: "refused", line: number, reason: refusal.message });
    }
    const sent = results.filter(({ kind }) => kind === "sent").length;
    counts.sent += sent;
    counts.repeated += left.filter(({ number }, at) => results[at]?.kind === "sent" && unanswered.has(number)).length;
    for (const [at, { number }] of left.entries()) if (isUnanswered(results[at])) unanswered.add(number);
    if (sent > 0) {
      pause.reset();
      tell({ kind: "sent", sent: counts.sent });
    }
    left = left.filter((_, at) => results[at]?.kind !== "sent" && refusalOf(results[at]) === undefined);
    if (left.length === 0) return;
    if (sent === 0) tell({ kind: "held", reason: reasonOf(results) });
    await sleep(pause.next(), undefined, { signal: ended }).catch(() => {});
  }
  counts.unsent += left.length;
}

/** A final refusal; one that is worth another try is none. */
const refusalOf = (result: SendResult | undefined): SinkError | undefined =>
  result?.kind === "refused" && !result.error.retryable ? result.error : undefined;

/** Why something has to be sent again. */
function reasonOf(results: readonly SendResult[]): string {
  for (const each of results) if (each.kind === "refused" && each.error.retryable) return each.error.message;
  return "it did not answer in time";
}

/** Only the body is sent; the rest is what a message has to have. */
const toMessage = ({ number, body }: Line): Message => ({
  id: String(number),
  body,
  attributes: new Map(),
  trail: [],
  sentAt: 0,
});
