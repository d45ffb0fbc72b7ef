// The feeds of a run, all at once: how far they are, what they say on the way, and what became of every line.

import { type Feed, type FeedNews, sendFeed } from "../local/feed.ts";
import type { FeedServers } from "../local/feed-sink.ts";
import type { DevOutput } from "./dev-output.ts";
import { type FeedReport, feedName } from "./feed-report.ts";

/** Feeds under way. */
export interface Feeding {
  /** How many lines each endpoint has confirmed so far. */
  sent(): ReadonlyMap<string, number>;
  /** False once every feed has come to its end. */
  isUnderWay(): boolean;
  /** True where a broker takes nothing for now, and lines wait for it. */
  isHeld(): boolean;
  /** Resolves with one report per feed, in their order, when all have ended. Never rejects. */
  readonly done: Promise<readonly FeedReport[]>;
}

/** How many refused lines of one feed are shown one by one; the rest is a count. Ours. */
const SHOWN = 20;

/** Starts to send at once. */
export function startFeeding(
  feeds: readonly Feed[],
  servers: FeedServers,
  output: Pick<DevOutput, "note" | "refused">,
  ended: AbortSignal,
): Feeding {
  const states = feeds.map((feed) => ({ feed, sent: 0, isHeld: false, isUnderWay: true }));
  const reports = states.map(async (state): Promise<FeedReport> => {
    const { file, endpoint } = state.feed;
    const end = await sendFeed(state.feed, servers, listener(state, output), ended);
    Object.assign(state, { isHeld: false, isUnderWay: false });
    if (end.refused > SHOWN) output.note(`${feedName(file)}: ${end.refused - SHOWN} more lines were refused`);
    return { file, to: endpoint.name, ...end };
  });
  return {
    sent: () =>
      states.reduce(
        (sum, { feed: { endpoint }, sent }) => sum.set(endpoint.name, (sum.get(endpoint.name) ?? 0) + sent),
        new Map<string, number>(),
      ),
    isUnderWay: () => states.some((state) => state.isUnderWay),
    isHeld: () => states.some((state) => state.isHeld),
    done: Promise.all(reports),
  };
}

interface FeedState {
  readonly feed: Feed;
  sent: number;
  isHeld: boolean;
}

function listener(state: FeedState, output: Pick<DevOutput, "note" | "refused">) {
  const { file } = state.feed;
  const name = feedName(file);
  let refused = 0;
  return (news: FeedNews): void => {
    switch (news.kind) {
      case "sent":
        if (state.isHeld) output.note(`${name}: goes on`);
        state.sent = news.sent;
        state.isHeld = false;
        break;
      case "refused":
        if (++refused <= SHOWN) output.refused(file, news.line, news.reason);
        break;
      case "held":
        // Told at each try, and said once.
        if (!state.isHeld) output.note(`${name}: waits, since ${news.reason}: trying again`);
        state.isHeld = true;
    }
  };
}
