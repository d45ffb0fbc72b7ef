import { describe, expect, it } from "vitest";
import { SinkError } from "../../../shared/core/errors.ts";
import { limitRate } from "../../../shared/core/limit-rate.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Budget, SendResult, Sink } from "../../../shared/core/ports.ts";
import { aMessage } from "../../support/a-message.ts";

const sent: SendResult = { kind: "sent" };
const busy: SendResult = { kind: "refused", error: new SinkError("BUSY", "busy", true) };
const never: SendResult = { kind: "refused", error: new SinkError("BAD", "bad", false) };

/** A clock that only waiting moves, and a sink that notes when it got how many. */
function aWorld(answer: (message: Message) => SendResult = () => sent) {
  let clock = 1_000_000;
  const noted: { readonly at: number; readonly ids: readonly string[] }[] = [];
  const pace = {
    now: () => clock,
    wait: async (ms: number) => {
      clock += ms;
    },
  };
  const sink: Sink = {
    async send(messages) {
      noted.push({ at: clock - 1_000_000, ids: messages.map(({ id }) => id) });
      return messages.map(answer);
    },
  };
  const budget = (ms: number): Budget => {
    const end = clock + ms;
    return { remainingMs: () => end - clock };
  };
  return { pace, sink, noted, budget, pass: (ms: number) => pace.wait(ms) };
}

const many = (count: number, orderingKey?: string) =>
  Array.from({ length: count }, (_, at) =>
    aMessage({ id: `m${at}`, ...(orderingKey === undefined ? {} : { orderingKey }) }),
  );

describe("limitRate", () => {
  it("lets a second's worth go at once, and the rest evenly", async () => {
    const { pace, sink, noted, budget } = aWorld();
    expect(await limitRate(sink, 10, pace).send(many(13), budget(60_000))).toEqual(
      Array.from({ length: 13 }, () => sent),
    );
    expect(noted.map(({ at, ids }) => [at, ids.length])).toEqual([
      [0, 10],
      [100, 1],
      [200, 1],
      [300, 1],
    ]);
  });

  it("never starts more than the rate over any time, for several callers at once", async () => {
    const { pace, sink, noted, budget } = aWorld();
    const limited = limitRate(sink, 7, pace);
    await Promise.all(Array.from({ length: 5 }, () => limited.send(many(11), budget(600_000))));
    const total = noted.reduce((sum, { ids }) => sum + ids.length, 0);
    expect(total).toBe(55);
    for (const { at: start } of noted) {
      const within = noted.filter(({ at }) => at >= start && at < start + 1_000);
      expect(within.reduce((sum, { ids }) => sum + ids.length, 0)).toBeLessThanOrEqual(14);
    }
    expect(noted.at(-1)?.at).toBeGreaterThanOrEqual(((55 - 7) / 7) * 1_000 - 1);
  });

  it("takes rates below one a second", async () => {
    const { pace, sink, noted, budget } = aWorld();
    await limitRate(sink, 0.5, pace).send(many(3), budget(60_000));
    expect(noted.map(({ at }) => at)).toEqual([0, 2_000, 4_000]);
  });

  it("saves up no more than a second's worth", async () => {
    const { pace, sink, noted, budget, pass } = aWorld();
    const limited = limitRate(sink, 2, pace);
    await limited.send(many(2), budget(60_000));
    await pass(3_600_000);
    await limited.send(many(3), budget(60_000));
    expect(noted.slice(1).map(({ ids }) => ids.length)).toEqual([2, 1]);
  });

  it("holds what the budget can't wait for, and does not count it", async () => {
    const { pace, sink, noted, budget } = aWorld();
    const limited = limitRate(sink, 1, pace);
    const results = await limited.send(many(5), budget(2_500));
    expect(results.map(({ kind }) => kind)).toEqual(["sent", "sent", "sent", "held", "held"]);
    expect(noted.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
    await limited.send(many(1), budget(60_000));
    expect(noted.at(-1)?.at).toBe(3_000);
  });

  it("sends nothing of a key behind what was refused for now, and goes on behind what was refused for good", async () => {
    const { pace, sink, noted, budget } = aWorld(({ id }) => (id === "m0" ? busy : id === "n0" ? never : sent));
    const messages = [
      aMessage({ id: "m0", orderingKey: "k" }),
      aMessage({ id: "n0", orderingKey: "l" }),
      aMessage({ id: "m1", orderingKey: "k" }),
      aMessage({ id: "n1", orderingKey: "l" }),
      aMessage({ id: "free" }),
    ];
    const results = await limitRate(sink, 2, pace).send(messages, budget(60_000));
    expect(results).toEqual([busy, never, { kind: "held" }, sent, sent]);
    expect(noted.flatMap(({ ids }) => ids)).toEqual(["m0", "n0", "n1", "free"]);
  });
});
