// Holds a link to a rate: no target is sent more in a second than its owner allows.

import type { Message } from "./message.ts";
import type { Budget, SendResult, Sink } from "./ports.ts";

/** What the limiter needs of the world. */
export interface Pace {
  /** Milliseconds since any moment; never goes back. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

const realPace: Pace = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * A sink that starts no more than `perSecond` messages a second, evenly, with a burst of at most one second's worth (but
 * of one message at least), over all invocations of this process at the same time. What the budget can't wait for is
 * `held`. Order stays: messages go on in parts, each from the front.
 */
export const limitRate = (sink: Sink, perSecond: number, pace: Pace = realPace): Sink =>
  rateLimiter(perSecond, pace)(sink);

/** The same for several sinks that share one rate. */
export function rateLimiter(perSecond: number, { now, wait }: Pace = realPace): (sink: Sink) => Sink {
  const burst = Math.max(1, Math.floor(perSecond));
  const intervalMs = 1_000 / perSecond;
  // The moment at which the bucket would be full: every message moves it on by its interval.
  let fullAt = -Infinity;

  /** How many of these may go now; they are taken out of the bucket. */
  const take = (wanted: number): number => {
    const from = Math.max(fullAt, now());
    const free = Math.floor((now() + burst * intervalMs - from) / intervalMs + 1e-9);
    const taken = Math.min(wanted, Math.max(0, free));
    fullAt = from + taken * intervalMs;
    return taken;
  };
  const nextInMs = () => Math.max(1, fullAt + intervalMs - burst * intervalMs - now());

  return (sink) => ({
    async send(messages, budget) {
      const results = messages.map((): SendResult => ({ kind: "held" }));
      const stopped = new Set<string>();
      const mayGo = (at: number) => !stopped.has(messages[at]?.orderingKey ?? "");
      let waiting = [...messages.keys()];
      while (waiting.length > 0) {
        const places = waiting.slice(0, take(waiting.length));
        if (places.length === 0 && !(await pause(budget))) break;
        await sendPart(sink, messages, places, results, budget);
        for (const at of places) if (mustWait(results[at])) stop(stopped, messages[at]);
        // Behind what was not taken for now nothing of its key may have been sent.
        waiting = waiting.slice(places.length).filter(mayGo);
      }
      return results;
    },
  });

  async function sendPart(
    sink: Sink,
    messages: readonly Message[],
    places: readonly number[],
    results: SendResult[],
    budget: Budget,
  ): Promise<void> {
    const part = places.flatMap((at) => messages[at] ?? []);
    if (part.length === 0) return;
    const answers = await sink.send(part, budget);
    for (const [order, at] of places.entries()) results[at] = answers[order] ?? { kind: "held" };
  }

  async function pause(budget: Budget): Promise<boolean> {
    const ms = nextInMs();
    if (ms >= budget.remainingMs()) return false;
    await wait(ms);
    return true;
  }
}

const mustWait = (result: SendResult | undefined): boolean =>
  result?.kind === "held" || (result?.kind === "refused" && result.error.retryable);

function stop(stopped: Set<string>, message: Message | undefined): void {
  if (message?.orderingKey) stopped.add(message.orderingKey);
}
