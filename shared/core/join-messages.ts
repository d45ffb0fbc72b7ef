// Joins messages of one invocation into larger ones, and gives each the fate of the one that it travelled in.

import { SinkError, TransformError } from "./errors.ts";
import { type JoinBounds, joinRuns, type Placed, type Run } from "./join-runs.ts";
import { type JoinForm, joinedMessage, joinPart } from "./joined-message.ts";
import type { Message } from "./message.ts";
import type { Budget, SendResult, Sink } from "./ports.ts";
import { orRefused } from "./send-all.ts";

/** How a target wants messages joined. `groupOf` throws for a message that it can't judge. */
export interface JoinRules extends JoinBounds, JoinForm {
  readonly groupOf?: (message: Message) => string;
}

const HELD: SendResult = { kind: "held" };

/**
 * A sink that sends messages of one call together, never of two, and also one alone in the form of several. A part is sent
 * only where the message that holds it is confirmed, and held or refused for now with it. One that can't be joined is refused
 * alone, beforehand. A joined message that is refused for good is halved until the part is alone whose fault it is. What has
 * an ordering key goes one joined message after the other, so that nothing is overtaken by that; keys don't wait for each other.
 */
export function joinMessages(sink: Sink, rules: JoinRules): Sink {
  return {
    async send(messages, budget) {
      const results = messages.map(() => HELD);
      const parts = [...messages.entries()].flatMap(([at, message]) => placed(message, at, rules, results));
      const lanes = Map.groupBy(joinRuns(parts, rules), (run) => keyOf(run));
      const { go, settle } = sending(sink, rules, results, budget);
      await Promise.all(
        [...lanes].map(([key, runs]) =>
          key === undefined ? sendAtOnce(runs, go, settle) : sendInTurn(runs, go, settle),
        ),
      );
      return results;
    },
  };
}

const keyOf = ({ parts: [first] }: Run): string | undefined => first.message.orderingKey;

function placed(message: Message, at: number, rules: JoinRules, results: SendResult[]): readonly Placed[] {
  try {
    return [{ ...joinPart(message, rules), at, group: rules.groupOf?.(message) ?? "" }];
  } catch (thrown) {
    results[at] = unjoinable(thrown);
    return [];
  }
}

/** What can't be joined today can't be joined tomorrow. */
function unjoinable(thrown: unknown): SendResult {
  const { code, message } =
    thrown instanceof TransformError ? thrown : { code: "JOIN", message: "the message can't be joined to others" };
  return { kind: "refused", error: new SinkError(code, message, false) };
}

type Go = (runs: readonly Run[]) => Promise<readonly SendResult[] | undefined>;
type Settle = (run: Run, answer: SendResult) => readonly Run[];

function sending(sink: Sink, rules: JoinRules, results: SendResult[], budget: Budget) {
  /** Nothing where the time is up: then what is not settled is held. */
  const go: Go = async (runs) => {
    if (budget.remainingMs() <= 0) return undefined;
    const joined = runs.map(({ parts }) => joinedMessage(parts, rules));
    const answers = await orRefused(joined, async () => sink.send(joined, budget));
    return runs.map((_, at) => answers[at] ?? HELD);
  };
  /** What is to be sent again of a run: its halves, or nothing. */
  const settle: Settle = (run, answer) => {
    if (isFinal(answer) && run.parts.length > 1) return halvesOf(run);
    for (const { at } of run.parts) results[at] = answer;
    return [];
  };
  return { go, settle };
}

const isFinal = (answer: SendResult): boolean => answer.kind === "refused" && !answer.error.retryable;

function halvesOf({ parts }: Run): readonly Run[] {
  const middle = Math.ceil(parts.length / 2);
  return [parts.slice(0, middle), parts.slice(middle)].map((half) => ({ parts: half as [Placed, ...Placed[]] }));
}

async function sendAtOnce(runs: readonly Run[], go: Go, settle: Settle): Promise<void> {
  let waiting = runs;
  while (waiting.length > 0) {
    const answers = await go(waiting);
    if (answers === undefined) return;
    waiting = waiting.flatMap((run, at) => settle(run, answers[at] ?? HELD));
  }
}

/** Behind one that is not taken for now nothing of its key goes. */
async function sendInTurn(runs: readonly Run[], go: Go, settle: Settle): Promise<void> {
  const waiting = [...runs];
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
    const [answer = HELD] = (await go([run])) ?? [];
    waiting.unshift(...settle(run, answer));
    if (answer.kind !== "sent" && !isFinal(answer)) return;
  }
}
