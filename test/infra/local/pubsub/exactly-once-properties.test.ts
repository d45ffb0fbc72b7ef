import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newConsumer } from "../../../../infra/local/pubsub/entry.ts";
import { aDraft, aSubscribedEngine, SUBSCRIPTION, TOPIC, texts } from "./an-engine.ts";

type Act =
  | { readonly kind: "publish"; readonly key: string }
  | { readonly kind: "take"; readonly who: number; readonly most: number }
  | { readonly kind: "ack" | "nack" | "extend"; readonly which: number }
  | { readonly kind: "pass"; readonly seconds: number };

const act = fc.oneof<fc.Arbitrary<Act>[]>(
  fc.record({ kind: fc.constant("publish"), key: fc.constantFrom("", "a", "b") }),
  fc.record({ kind: fc.constant("take"), who: fc.integer({ min: 0, max: 2 }), most: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constantFrom("ack", "nack", "extend"), which: fc.nat() }),
  fc.record({ kind: fc.constant("pass"), seconds: fc.constantFrom(1, 4, 10) }),
);

/** One who was given a message, and until when nobody else is. */
interface Lease {
  readonly ackId: string;
  readonly text: string;
  until: number;
}

/** Plays a story, and holds every step against leases alone: that is all that exactly-once delivery promises. */
function play(acts: readonly Act[], isOrdered: boolean): void {
  const { engine, pass, now } = aSubscribedEngine({ isExactlyOnce: true, isOrdered });
  const consumers = [newConsumer(), newConsumer(), undefined];
  const all: Lease[] = [];
  const current = new Map<string, Lease>();
  const gone = new Set<string>();
  const isGood = (lease: Lease) => current.get(lease.text) === lease && lease.until > now() && !gone.has(lease.text);
  let published = 0;
  for (const each of acts) {
    const lease = "which" in each ? all[each.which % Math.max(1, all.length)] : undefined;
    if (each.kind === "publish") engine.publish(TOPIC, [aDraft(String(published++), each.key)]);
    else if (each.kind === "pass") pass(each.seconds);
    else if (each.kind === "take") {
      const consumer = consumers[each.who];
      const taken = engine.take(SUBSCRIPTION, { most: each.most, ...(consumer && { consumer }) });
      for (const [index, text] of texts(taken).entries()) {
        expect(gone.has(text)).toBe(false);
        const before = current.get(text);
        // An ordering key that starts anew brings what is behind with it.
        if (!isOrdered && before !== undefined) expect(before.until).toBeLessThanOrEqual(now());
        const given = { ackId: taken[index]?.ackId ?? "", text, until: now() + 10_000 };
        all.push(given);
        current.set(text, given);
      }
    } else if (lease !== undefined) {
      const wasGood = isGood(lease);
      const ids = [lease.ackId];
      const seconds = each.kind === "nack" ? 0 : 20;
      const report =
        each.kind === "ack" ? engine.ack(SUBSCRIPTION, ids) : engine.modifyDeadline(SUBSCRIPTION, ids, seconds);
      const isDone = report.done.length === 1;
      if (!wasGood) expect(report.invalid).toEqual(ids);
      else if (!isOrdered) expect(report.done).toEqual(ids);
      if (isDone && each.kind === "ack") gone.add(lease.text);
      if (isDone && each.kind === "nack") current.delete(lease.text);
      if (isDone && each.kind === "extend") lease.until = now() + 20_000;
    }
  }
  expect(engine.counts(SUBSCRIPTION).acked).toBe(gone.size);
}

describe("exactly-once delivery", () => {
  it("gives a message to one at a time, never again once that one has acknowledged it, and says which ack ids count", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => play(acts, false)),
      { numRuns: 400 },
    );
  });

  it("never brings back what was acknowledged, also where an ordering key starts anew", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => play(acts, true)),
      { numRuns: 400 },
    );
  });
});
