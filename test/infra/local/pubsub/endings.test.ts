import { describe, expect, it } from "vitest";
import {
  ack,
  aSubscribedEngine,
  faultOf,
  nack,
  publish,
  START_MS,
  SUBSCRIPTION,
  settings,
  take,
  texts,
} from "./an-engine.ts";

const idsOf = (taken: ReturnType<typeof take>) => taken.map(({ ackId }) => ackId);

describe("a delivery", () => {
  it("comes again when its deadline has passed, and not before", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    take(virtual);
    virtual.pass(9.999);
    expect(take(virtual)).toEqual([]);
    virtual.pass(0.001);
    expect(texts(take(virtual))).toEqual(["a"]);
  });

  it("has the deadline that it was asked for with", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    virtual.engine.take(SUBSCRIPTION, { most: 1, ackDeadlineMs: 600_000 });
    expect(virtual.engine.nextDueAt(SUBSCRIPTION)).toBe(START_MS + 600_000);
  });

  it("lasts longer or shorter where its deadline is moved, counted from that moment", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    const taken = take(virtual);
    virtual.pass(5);
    virtual.engine.modifyDeadline(SUBSCRIPTION, idsOf(taken), 60);
    virtual.pass(59);
    expect(take(virtual)).toEqual([]);
    virtual.engine.modifyDeadline(SUBSCRIPTION, idsOf(taken), 2);
    virtual.pass(2);
    expect(texts(take(virtual))).toEqual(["a"]);
  });

  it("comes again at once where it is refused", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a", "b"]);
    nack(virtual, take(virtual, 1));
    expect(texts(take(virtual))).toEqual(["b", "a"]);
  });

  it("never comes again once it is acknowledged", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    ack(virtual, take(virtual));
    virtual.pass(3_600);
    expect(take(virtual)).toEqual([]);
  });

  it("is known by an id that is good for this one time only", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    const first = take(virtual);
    nack(virtual, first);
    const second = take(virtual);
    ack(virtual, first);
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 0, outstanding: 1 });
    ack(virtual, second);
    ack(virtual, second);
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 1, outstanding: 0 });
  });

  it("is not touched by the ids of another subscription, and false ids end nothing at all", () => {
    const virtual = aSubscribedEngine();
    const other = "projects/earth/subscriptions/audit";
    virtual.engine.subscriptions.create(settings({ name: other }));
    publish(virtual, ["a"]);
    const here = take(virtual);
    const there = virtual.engine.take(other, { most: 1 });
    virtual.engine.ack(SUBSCRIPTION, idsOf(there));
    expect(faultOf(() => virtual.engine.ack(SUBSCRIPTION, [...idsOf(here), "nonsense"]))).toBe("INVALID_ARGUMENT");
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 0, outstanding: 1 });
  });

  it("waits twice as long after each failure where there is a retry policy, up to its maximum", () => {
    const virtual = aSubscribedEngine({ retry: { minimumMs: 10_000, maximumMs: 35_000 } });
    publish(virtual, ["a"]);
    const waits = [10, 20, 35, 35].map((seconds) => {
      nack(virtual, take(virtual));
      virtual.pass(seconds - 0.001);
      const early = texts(take(virtual));
      virtual.pass(0.001);
      return early;
    });
    expect(waits).toEqual([[], [], [], []]);
    expect(texts(take(virtual))).toEqual(["a"]);
  });

  it("is dropped at the end of the retention, wherever it is", () => {
    const virtual = aSubscribedEngine({ retentionMs: 600_000 });
    publish(virtual, ["outstanding", "waiting"]);
    const taken = virtual.engine.take(SUBSCRIPTION, { most: 1, ackDeadlineMs: 600_000 });
    virtual.pass(300);
    publish(virtual, ["young"]);
    virtual.pass(300);
    expect(texts(take(virtual))).toEqual(["young"]);
    ack(virtual, taken);
    expect(virtual.engine.counts(SUBSCRIPTION)).toEqual({
      accepted: 3,
      acked: 0,
      outstanding: 1,
      waiting: 0,
      deadLettered: 0,
      expired: 2,
    });
  });
});
