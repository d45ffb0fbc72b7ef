import { describe, expect, it } from "vitest";
import { SinkError, TransformError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Budget, SendResult, Sink } from "../../../shared/core/ports.ts";
import { type Choose, toOne } from "../../../shared/core/to-one.ts";
import { aBudget, aMessage } from "../../support/a-message.ts";

const sent: SendResult = { kind: "sent" };
const held: SendResult = { kind: "held" };
const busy: SendResult = { kind: "refused", error: new SinkError("BUSY", "busy", true) };
const never: SendResult = { kind: "refused", error: new SinkError("BAD", "bad", false) };

/** A sink that notes what it was sent, and answers by message. */
function noting(
  answer: (message: Message) => SendResult,
): Sink & { readonly got: string[]; readonly budgets: number[] } {
  const [got, budgets]: [string[], number[]] = [[], []];
  return {
    got,
    budgets,
    async send(messages, budget: Budget) {
      got.push(...messages.map(({ id }) => id));
      budgets.push(budget.remainingMs());
      return messages.map(answer);
    },
  };
}

const always = (result: SendResult) => noting(() => result);
const named = (...ids: readonly string[]) => ids.map((id) => aMessage({ id }));

describe("toOne", () => {
  it("sends each message to its choice alone, and gives the answers in the messages' order", async () => {
    const [left, right] = [always(sent), noting(({ id }) => (id === "b" ? never : sent))];
    const choose: Choose = ({ id }) => (id < "c" && id > "a" ? [1] : [0]);
    expect(await toOne([left, right], choose).send(named("a", "b", "c"), aBudget())).toEqual([sent, never, sent]);
    expect([left.got, right.got]).toEqual([["a", "c"], ["b"]]);
  });

  it("goes on to the next choice with what the first did not take, in its order, and with nothing else", async () => {
    const answers: Readonly<Record<string, SendResult>> = { a: busy, b: held, c: sent, d: never };
    const [first, second] = [noting(({ id }) => answers[id] ?? sent), always(sent)];
    const results = await toOne([first, second], () => [0, 1]).send(named("a", "b", "c", "d", "e"), aBudget());
    expect(results).toEqual([sent, sent, sent, sent, sent]);
    expect([first.got, second.got]).toEqual([
      ["a", "b", "c", "d", "e"],
      ["a", "b", "d"],
    ]);
  });

  it("has the answer that gives hope where no target took a message", async () => {
    const ask = async (...answers: readonly SendResult[]) =>
      (await toOne(answers.map(always), () => answers.map((_, at) => at)).send(named("a"), aBudget()))[0];
    expect(await ask(busy, never)).toEqual(busy);
    expect(await ask(held, never)).toEqual(held);
    expect(await ask(never, busy)).toEqual(busy);
    expect(await ask(never, never)).toEqual(never);
    expect(await ask(never, held, never)).toEqual(held);
  });

  it("refuses for good what no branch takes, and what the choice can't judge, and sends neither", async () => {
    const sink = always(sent);
    const choose: Choose = ({ id }) => {
      if (id === "b") throw new TransformError("EXPRESSION", "no such key at column 6");
      return id === "a" ? [] : [0];
    };
    const results = await toOne([sink], choose).send(named("a", "b", "c"), aBudget());
    expect(
      results.map((result) => (result.kind === "refused" ? [result.error.code, result.error.retryable] : result.kind)),
    ).toEqual([["NO_ROUTE", false], ["ROUTE", false], "sent"]);
    expect(sink.got).toEqual(["c"]);
  });

  it("takes a target that throws, or is silent, for one that took nothing", async () => {
    const throwing: Sink = { send: () => Promise.reject(new Error("odd")) };
    const silent: Sink = { send: async () => [] };
    expect(await toOne([throwing, always(sent)], () => [0, 1]).send(named("a"), aBudget())).toEqual([sent]);
    expect(await toOne([silent, always(sent)], () => [0, 1]).send(named("a"), aBudget())).toEqual([sent]);
    expect(await toOne([silent], () => [0]).send(named("a"), aBudget())).toEqual([held]);
  });

  it("leaves time for the targets that are still to be tried", async () => {
    const [first, second, third] = [always(busy), always(busy), always(sent)];
    await toOne([first, second, third], () => [0, 1, 2]).send(named("a"), aBudget(9_000));
    expect([first.budgets, second.budgets, third.budgets]).toEqual([[3_000], [4_500], [9_000]]);
  });

  it("asks no target for nothing", async () => {
    const sink = always(sent);
    expect(await toOne([sink], () => [0]).send([], aBudget())).toEqual([]);
    expect(sink.budgets).toEqual([]);
  });
});
