// Sends every message to one of several targets: what routes, and what spreads a load with somewhere else to go.

import { SinkError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Budget, SendResult, Sink } from "./ports.ts";
import { orRefused } from "./send-all.ts";

/** In place of a target: another link of the hop takes it. */
export const ELSEWHERE = -1;

/**
 * Where a message may go, as indexes of the targets, in the order in which they are tried; `ELSEWHERE` first where another
 * link takes it. The same for the same message. Throws for one that it can't judge.
 */
export type Choose = (message: Message) => readonly number[];

/**
 * A message that its first choice does not take, for now or for good, goes on to its next one, and so do those of its key
 * that were held behind it, in their order. One that timed out may have arrived, so it can arrive at two targets. Each
 * round has an equal part of the time that is left, so that a target that hangs leaves some for the next. What no target
 * took has the answer that still gives hope, and a message without any choice is refused for good: NO_ROUTE.
 */
export function toOne(sinks: readonly Sink[], choose: Choose): Sink {
  return {
    async send(messages, budget) {
      const choices = messages.map((message) => chosen(message, choose));
      const results = choices.map((choice): SendResult => ("kind" in choice ? choice : strayed));
      const rounds = Math.max(0, ...choices.map((choice) => ("kind" in choice ? 0 : choice.length)));
      for (let round = 0; round < rounds; round++) {
        const share = shareOf(budget, rounds - round);
        await Promise.all(
          sinks.map(async (sink, target) => {
            const places = [...messages.keys()].filter((at) => {
              const choice = choices[at] ?? [];
              return !("kind" in choice) && choice[round] === target && results[at]?.kind !== "sent";
            });
            const group = places.flatMap((at) => messages[at] ?? []);
            if (group.length === 0) return;
            const answers = await orRefused(group, async () => sink.send(group, share));
            for (const [order, at] of places.entries())
              results[at] = better(results[at], answers[order] ?? { kind: "held" }, round);
          }),
        );
      }
      return results;
    },
  };
}

const refused = (code: string, message: string): SendResult => ({
  kind: "refused",
  error: new SinkError(code, message, false),
});

const strayed = refused("NO_ROUTE", "no branch of the route takes the message");

/** What can't be judged today can't be judged tomorrow. */
function chosen(message: Message, choose: Choose): readonly number[] | SendResult {
  try {
    return choose(message);
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : "it can't be judged";
    return refused("ROUTE", `the route can't judge the message: ${said}`);
  }
}

/** Of two targets that did not take it, the one that still may. */
function better(before: SendResult | undefined, now: SendResult, round: number): SendResult {
  if (now.kind === "sent" || before === undefined || round === 0) return now;
  const isFinal = now.kind === "refused" && !now.error.retryable;
  const hadHope = before.kind === "held" || (before.kind === "refused" && before.error.retryable);
  return isFinal && hadHope ? before : now;
}

function shareOf(budget: Budget, rounds: number): Budget {
  const keptBackMs = (budget.remainingMs() * (rounds - 1)) / rounds;
  return { remainingMs: () => budget.remainingMs() - keptBackMs };
}
