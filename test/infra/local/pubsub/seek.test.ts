import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ack, aDraft, aSubscribedEngine, SUBSCRIPTION, take, texts } from "./an-engine.ts";
import { reference } from "./reference.ts";

const SNAPSHOT = "projects/earth/snapshots/before";

type Act =
  | { readonly kind: "publish"; readonly key: string; readonly colour: string }
  | { readonly kind: "ack"; readonly most: number }
  | { readonly kind: "pass"; readonly seconds: number }
  | { readonly kind: "seek"; readonly secondsAgo: number }
  | { readonly kind: "snapshot" | "return" };

const act = fc.oneof<fc.Arbitrary<Act>[]>(
  fc.record({
    kind: fc.constant("publish"),
    key: fc.constantFrom("", "a", "b"),
    colour: fc.constantFrom("red", "blue"),
  }),
  fc.record({ kind: fc.constant("ack"), most: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("pass"), seconds: fc.constantFrom(1, 60, 400) }),
  fc.record({ kind: fc.constant("seek"), secondsAgo: fc.constantFrom(-100, 0, 30, 500, 5_000) }),
  fc.record({ kind: fc.constantFrom("snapshot", "return") }),
);
const fields = fc.record({
  keepsAcked: fc.boolean(),
  isOrdered: fc.boolean(),
  filter: fc.constantFrom("", 'attributes.colour = "red"'),
  topicRetentionMs: fc.constantFrom(undefined, 900_000),
});

/** Plays a story with an engine and with the reference; all that is taken in it is acknowledged at once. */
function play(
  acts: readonly Act[],
  { topicRetentionMs, ...parts }: typeof fields extends fc.Arbitrary<infer F> ? F : never,
) {
  const retentionMs = 600_000;
  const virtual = aSubscribedEngine({ ...parts, retentionMs });
  const { engine } = virtual;
  const topic = engine.topics.get("projects/earth/topics/orders");
  topic.settings = { ...topic.settings, retentionMs: topicRetentionMs };
  const model = reference({ ...parts, retentionMs, topicRetentionMs, now: virtual.now });
  let count = 0;
  let hasSnapshot = false;
  for (const each of acts) {
    if (each.kind === "publish") {
      const text = String(count++).padStart(4, "0");
      engine.publish(topic.settings.name, [aDraft(text, each.key, { colour: each.colour })]);
      model.publish(text, each.colour);
    } else if (each.kind === "pass") virtual.pass(each.seconds);
    else if (each.kind === "ack") {
      const taken = take(virtual, each.most);
      ack(virtual, taken);
      model.ack(texts(taken));
    } else if (each.kind === "seek") {
      const time = virtual.now() - each.secondsAgo * 1_000;
      engine.seekToTime(SUBSCRIPTION, time);
      model.seek(time);
    } else if (each.kind === "snapshot" && !hasSnapshot) {
      hasSnapshot = true;
      engine.createSnapshot(SNAPSHOT, SUBSCRIPTION, {});
      model.snapshot();
    } else if (each.kind === "return" && hasSnapshot) {
      engine.seekToSnapshot(SUBSCRIPTION, SNAPSHOT);
      model.back();
    }
  }
  return { virtual, model };
}

describe("a seek", () => {
  it("leaves what a simple reference says, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), fields, (acts, parts) => {
        const { virtual, model } = play(acts, parts);
        const { accepted, acked, outstanding, waiting, deadLettered, expired } = virtual.engine.counts(SUBSCRIPTION);
        expect(accepted).toBe(acked + outstanding + waiting + deadLettered + expired);
        const left: string[] = [];
        for (let taken = take(virtual); taken.length > 0; taken = take(virtual)) {
          left.push(...texts(taken));
          ack(virtual, taken);
        }
        expect(left.toSorted()).toEqual(model.waiting());
      }),
      { numRuns: 500 },
    );
  });

  it("brings each key back in order", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), fields, (acts, parts) => {
        const { virtual } = play(acts, { ...parts, isOrdered: true, keepsAcked: true });
        virtual.engine.seekToTime(SUBSCRIPTION, virtual.now() - 500_000);
        const taken = take(virtual);
        for (const key of ["a", "b"]) {
          const ofKey = texts(taken.filter(({ message }) => message.orderingKey === key));
          expect(ofKey).toEqual(ofKey.toSorted());
        }
      }),
      { numRuns: 200 },
    );
  });

  it("leaves nothing behind of what nobody keeps", () => {
    const virtual = aSubscribedEngine();
    virtual.engine.publish("projects/earth/topics/orders", [aDraft("a"), aDraft("b")]);
    ack(virtual, take(virtual, 1));
    virtual.engine.seekToTime(SUBSCRIPTION, virtual.now() + 1);
    const { entries, ages } = virtual.engine.subscriptions.get(SUBSCRIPTION);
    expect([entries.size, ages.first()]).toEqual([0, undefined]);
  });
});
