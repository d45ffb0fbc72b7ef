import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newConsumer } from "../../../../infra/local/pubsub/entry.ts";
import type { Delivered } from "../../../../infra/local/pubsub/hand-out.ts";
import { aDraft, aSubscribedEngine, DEAD, SUBSCRIPTION, settings, TOPIC } from "./an-engine.ts";

const GRAVE = "projects/earth/subscriptions/grave";

type Act =
  | { readonly kind: "publish"; readonly key: string; readonly count: number }
  | { readonly kind: "take"; readonly who: number; readonly most: number }
  | { readonly kind: "ack" | "nack"; readonly which: number }
  | { readonly kind: "pass"; readonly seconds: number };

const act = fc.oneof<fc.Arbitrary<Act>[]>(
  fc.record({
    kind: fc.constant("publish"),
    key: fc.constantFrom("", "a", "b"),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant("take"), who: fc.integer({ min: 0, max: 2 }), most: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constantFrom("ack", "nack"), which: fc.nat() }),
  fc.record({ kind: fc.constant("pass"), seconds: fc.constantFrom(1, 4, 10) }),
);
const policies = fc.record({
  retry: fc.constantFrom(undefined, { minimumMs: 2_000, maximumMs: 8_000 }),
  deadLetter: fc.constantFrom(undefined, { topic: DEAD, maxAttempts: 5 }),
});

/** Plays a story, then lets one patient consumer take and acknowledge all that is left. */
function play(acts: readonly Act[], parts: Parameters<typeof aSubscribedEngine>[0]) {
  const virtual = aSubscribedEngine({ isOrdered: true, ...parts });
  const { engine, pass } = virtual;
  engine.subscriptions.create(settings({ name: GRAVE, topic: DEAD }));
  // Two streams, and one who pulls without being anybody.
  const consumers = [newConsumer(), newConsumer(), undefined];
  const taken: Delivered[] = [];
  const handed: Delivered[] = [];
  let published = 0;
  const takeSome = (who: number, most: number) => {
    const consumer = consumers[who];
    const got = engine.take(SUBSCRIPTION, consumer === undefined ? { most } : { most, consumer });
    taken.push(...got);
    handed.push(...got);
    return got;
  };
  for (const each of acts) {
    if (each.kind === "publish")
      for (let count = 0; count < each.count; count++)
        engine.publish(TOPIC, [aDraft(String(published++).padStart(4, "0"), each.key)]);
    else if (each.kind === "take") takeSome(each.who, each.most);
    else if (each.kind === "pass") pass(each.seconds);
    else if (taken.length > 0) {
      const [one] = taken.splice(each.which % taken.length, 1);
      if (each.kind === "ack") engine.ack(SUBSCRIPTION, [one?.ackId ?? ""]);
      else engine.modifyDeadline(SUBSCRIPTION, [one?.ackId ?? ""], 0);
    }
    const { accepted, acked, outstanding, waiting, deadLettered, expired } = engine.counts(SUBSCRIPTION);
    expect(accepted).toBe(acked + outstanding + waiting + deadLettered + expired);
  }
  const last: string[] = [];
  for (let round = 0; round < 100 && engine.counts(SUBSCRIPTION).acked < published; round++) {
    pass(10);
    for (let got = takeSome(0, 100); got.length > 0; got = takeSome(0, 100)) {
      last.push(...got.map(({ message }) => `${message.orderingKey} ${Buffer.from(message.data)}`));
      engine.ack(
        SUBSCRIPTION,
        got.map(({ ackId }) => ackId),
      );
    }
  }
  return { virtual, published, handed, last, consumers };
}

describe("whatever happens, the engine", () => {
  it("loses nothing: every message is acknowledged or a dead letter in the end", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), policies, (acts, parts) => {
        const { virtual, published, consumers } = play(acts, parts);
        const { accepted, acked, outstanding, waiting, deadLettered } = virtual.engine.counts(SUBSCRIPTION);
        expect([accepted, acked + deadLettered, outstanding, waiting]).toEqual([published, published, 0, 0]);
        expect(virtual.engine.counts(GRAVE).accepted).toBe(deadLettered);
        expect(virtual.engine.subscriptions.get(SUBSCRIPTION).entries.size).toBe(0);
        for (const consumer of consumers) expect([consumer?.messages ?? 0, consumer?.bytes ?? 0]).toEqual([0, 0]);
      }),
      { numRuns: 400 },
    );
  });

  it("hands out each key in order, and goes back only to where something was left undone", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), policies, (acts, parts) => {
        const { handed, last } = play(acts, parts);
        for (const key of ["a", "b"]) {
          // The first time that each is handed out, and what is handed out to the very last: both are in order.
          const texts = handed
            .filter(({ message }) => message.orderingKey === key)
            .map(({ message }) => String(message.data));
          const firsts = [...new Set(texts)];
          expect(firsts).toEqual(firsts.toSorted());
          const ends = last.filter((text) => text.startsWith(`${key} `));
          expect(ends).toEqual([...new Set(ends)].toSorted());
        }
      }),
      { numRuns: 400 },
    );
  });
});
