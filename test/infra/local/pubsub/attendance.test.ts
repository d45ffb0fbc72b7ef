import { describe, expect, it, onTestFinished, vi } from "vitest";
import { attendance } from "../../../../infra/local/pubsub/attendance.ts";
import { aSubscribedEngine, DEAD, publish, SUBSCRIPTION, settings, take } from "./an-engine.ts";

/** An engine and a shell in the same virtual time. */
function aShell(parts: Parameters<typeof aSubscribedEngine>[0] = {}) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const virtual = aSubscribedEngine(parts);
  const places = attendance(virtual.engine, virtual.now);
  onTestFinished(() => places.close());
  const pass = async (seconds: number) => {
    virtual.pass(seconds);
    await vi.advanceTimersByTimeAsync(seconds * 1_000);
  };
  const settle = () => pass(0);
  return { virtual, places, pass, settle };
}

describe("the attendance", () => {
  it("calls once for many messages that come together", async () => {
    const { virtual, places, settle } = aShell();
    let calls = 0;
    places.attend(SUBSCRIPTION, () => Boolean(calls++ < 0));
    await settle();
    expect(calls).toBe(1);
    publish(virtual, ["a", "b", "c"]);
    expect(calls).toBe(1);
    await settle();
    expect(calls).toBe(2);
  });

  it("lets all who wait have some, in rounds", async () => {
    const { virtual, places, settle } = aShell();
    const got: string[] = [];
    const greedy = (who: string) => () => {
      const taken = take(virtual, 1);
      if (taken.length > 0) got.push(who);
      return taken.length > 0;
    };
    places.attend(SUBSCRIPTION, greedy("one"));
    places.attend(SUBSCRIPTION, greedy("other"));
    await settle();
    publish(virtual, ["a", "b", "c", "d"]);
    await settle();
    expect(got.toSorted()).toEqual(["one", "one", "other", "other"]);
  });

  it("calls when a deadline has passed", async () => {
    const { virtual, places, pass, settle } = aShell();
    publish(virtual, ["a"]);
    take(virtual);
    const texts: number[] = [];
    places.attend(SUBSCRIPTION, () => texts.push(take(virtual).length) < 0);
    await settle();
    await pass(10);
    expect(texts.filter((count) => count > 0)).toEqual([1]);
  });

  it("ends deadlines also where nobody waits, so that dead letters move on", async () => {
    const { virtual, pass, settle } = aShell({ deadLetter: { topic: DEAD, maxAttempts: 5 } });
    const grave = "projects/earth/subscriptions/grave";
    virtual.engine.subscriptions.create(settings({ name: grave, topic: DEAD }));
    publish(virtual, ["poison"]);
    const seen: string[] = [];
    virtual.engine.observe(({ kind }) => void seen.push(kind));
    for (let attempt = 1; attempt <= 5; attempt++) {
      take(virtual);
      await settle();
      await pass(10);
    }
    expect(seen).toEqual(["published", "dead-lettered"]);
  });

  it("calls nobody who has left, and nobody at all once it is closed", async () => {
    const { virtual, places, settle } = aShell();
    let calls = 0;
    const leave = places.attend(SUBSCRIPTION, () => Boolean(calls++ < 0));
    leave();
    publish(virtual, ["a"]);
    await settle();
    places.attend(SUBSCRIPTION, () => Boolean(calls++ < 0));
    places.close();
    publish(virtual, ["b"]);
    await settle();
    expect(calls).toBe(0);
  });
});
