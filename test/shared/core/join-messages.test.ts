import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SinkError, TransformError } from "../../../shared/core/errors.ts";
import { type JoinRules, joinMessages } from "../../../shared/core/join-messages.ts";
import { type Message, text } from "../../../shared/core/message.ts";
import type { SendResult, Sink } from "../../../shared/core/ports.ts";
import { aMessage } from "../../support/a-message.ts";

const RULES: JoinRules = { maxMessages: 4, maxBytes: 1_000_000, as: "json-array", attributes: "same" };
const sent: SendResult = { kind: "sent" };
const held: SendResult = { kind: "held" };
const busy: SendResult = { kind: "refused", error: new SinkError("BUSY", "busy", true) };
const bad: SendResult = { kind: "refused", error: new SinkError("BAD", "bad", false) };
const budget = { remainingMs: () => 1_000 };
const numbersOf = (message: Message): readonly number[] => JSON.parse(Buffer.from(message.body).toString());
const numbered = (number: number, parts: Partial<Message> = {}) =>
  aMessage({ id: `m${number}`, body: Buffer.from(String(number)), ...parts });
const many = (count: number, parts: Partial<Message> = {}) =>
  Array.from({ length: count }, (_, at) => numbered(at, parts));

/** A target that answers for each message that it gets, and notes which numbers it has confirmed. */
function aTarget(answer: (numbers: readonly number[]) => SendResult = () => sent) {
  const calls: (readonly (readonly number[])[])[] = [];
  const taken: (readonly number[])[] = [];
  const sink: Sink = {
    async send(messages) {
      calls.push(messages.map(numbersOf));
      return messages.map((message) => {
        const result = answer(numbersOf(message));
        if (result.kind === "sent") taken.push(numbersOf(message));
        return result;
      });
    },
  };
  return { sink, calls, taken };
}

describe("joinMessages", () => {
  it("sends messages of one call as few, and gives each the fate of its own", async () => {
    const { sink, calls } = aTarget((numbers) => (numbers.includes(4) ? busy : sent));
    expect(await joinMessages(sink, RULES).send(many(6), budget)).toEqual([sent, sent, sent, sent, busy, busy]);
    expect(calls).toEqual([
      [
        [0, 1, 2, 3],
        [4, 5],
      ],
    ]);
  });

  it("never joins messages of two calls", async () => {
    const { sink, taken } = aTarget();
    const joining = joinMessages(sink, RULES);
    await Promise.all([joining.send([numbered(1)], budget), joining.send([numbered(2)], budget)]);
    expect(taken).toEqual([[1], [2]]);
  });

  it("halves what is refused for good, until the one whose fault it is is alone", async () => {
    const { sink, calls } = aTarget((numbers) => (numbers.includes(2) ? bad : sent));
    expect(await joinMessages(sink, RULES).send(many(4), budget)).toEqual([sent, sent, bad, sent]);
    expect(calls).toEqual([
      [[0, 1, 2, 3]],
      [
        [0, 1],
        [2, 3],
      ],
      [[2], [3]],
    ]);
  });

  it("refuses alone what can't be joined, beforehand", async () => {
    const { sink, taken } = aTarget();
    const groupOf = (message: Message) => {
      if (message.id === "m3") throw new TransformError("EXPRESSION", "the expression gave a map");
      if (message.id === "m4") throw new RangeError("a secret");
      return "";
    };
    const messages = [...many(2), numbered(2, { body: Buffer.from("none") }), numbered(3), numbered(4)];
    const results = await joinMessages(sink, { ...RULES, groupOf }).send(messages, budget);
    expect(results.map((each) => (each.kind === "refused" ? each.error.code : each.kind))).toEqual([
      ...["sent", "sent", "NOT_JSON", "EXPRESSION", "JOIN"],
    ]);
    expect(taken).toEqual([[0, 1]]);
  });

  it("sends what has a key in turn, and nothing behind what is not taken for now", async () => {
    const { sink, calls } = aTarget((numbers) => (numbers.includes(3) ? bad : numbers.includes(6) ? busy : sent));
    const results = await joinMessages(sink, { ...RULES, maxMessages: 2 }).send(many(10, { orderingKey: "k" }), budget);
    expect(results).toEqual([sent, sent, sent, bad, sent, sent, busy, busy, held, held]);
    expect(calls).toEqual([[[0, 1]], [[2, 3]], [[2]], [[3]], [[4, 5]], [[6, 7]]]);
  });

  it("holds what the time does not do for", async () => {
    let left = 2;
    const short = { remainingMs: () => left-- };
    const { sink, calls } = aTarget(() => bad);
    expect(await joinMessages(sink, RULES).send(many(4), short)).toEqual([held, held, held, held]);
    expect(calls).toHaveLength(2);
  });

  it("takes a sink that throws, or says too little, for one that has confirmed nothing", async () => {
    const silent: Sink = { send: async () => [] };
    expect(await joinMessages(silent, RULES).send(many(2), budget)).toEqual([held, held]);
    const broken: Sink = { send: () => Promise.reject(new Error("no")) };
    expect(await joinMessages(broken, RULES).send(many(2), budget)).toMatchObject([
      { error: { code: "SINK_THREW" } },
      { error: { code: "SINK_THREW" } },
    ]);
  });
});

describe("joinMessages, whatever the target makes of it,", () => {
  const aPart = fc.record({
    orderingKey: fc.option(fc.constantFrom("k", "l"), { nil: undefined }),
    kind: fc.constantFrom("a", "b"),
    fault: fc.constantFrom("none", "none", "none", "bad", "busy", "body"),
  });
  const made = (parts: readonly { orderingKey: string | undefined; kind: string; fault: string }[]) =>
    parts.map(({ orderingKey, kind, fault }, number) =>
      numbered(number, {
        ...(orderingKey === undefined ? {} : { orderingKey }),
        attributes: new Map([["kind", text(kind)]]),
        ...(fault === "body" ? { body: Buffer.from("none") } : {}),
      }),
    );

  it("calls sent exactly what was in a confirmed message, refuses for good exactly what is at fault, and keeps each key's order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aPart, { maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom("same" as const, "drop" as const),
        fc.array(fc.constantFrom(sent, sent, busy, held), { maxLength: 10 }),
        async (parts, maxMessages, attributes, moods) => {
          const faults = (numbers: readonly number[], fault: string) =>
            numbers.some((at) => parts[at]?.fault === fault);
          let call = 0;
          const { sink, taken } = aTarget((numbers) => {
            if (faults(numbers, "bad")) return bad;
            if (faults(numbers, "busy")) return busy;
            return moods[call++] ?? sent;
          });
          const results = await joinMessages(sink, { ...RULES, maxMessages, attributes }).send(made(parts), budget);
          const confirmed = new Set(taken.flat());
          expect(taken.flat()).toHaveLength(confirmed.size);
          for (const [at, { fault }] of parts.entries()) {
            const result = results[at];
            expect(result?.kind === "sent").toBe(confirmed.has(at));
            if (result?.kind === "refused" && !result.error.retryable) expect(["bad", "body"]).toContain(fault);
            if (fault === "body") expect(result).toMatchObject({ kind: "refused", error: { code: "NOT_JSON" } });
          }
          for (const key of ["k", "l"]) {
            const own = [...parts.keys()].filter((at) => parts[at]?.orderingKey === key);
            const arrived = taken.flat().filter((at) => own.includes(at));
            expect(arrived).toEqual(arrived.toSorted((left, right) => left - right));
            const stopped = own.find((at) => isWaiting(results[at]));
            if (stopped !== undefined) expect(arrived.every((at) => at < stopped)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

const isWaiting = (result: SendResult | undefined): boolean =>
  result?.kind === "held" || (result?.kind === "refused" && result.error.retryable);
