import { describe, expect, it } from "vitest";
import { movingClock } from "../../../../infra/local/embedded/moving-clock.ts";

const HOUR_MS = 3_600_000;

describe("a clock that can go ahead", () => {
  it("is the machine's own, and ahead of it by what it is told", () => {
    const clock = movingClock();
    const before = Date.now();
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    clock.advance(HOUR_MS);
    expect(clock.now()).toBeGreaterThanOrEqual(before + HOUR_MS);
    expect(clock.now()).toBeLessThan(before + 2 * HOUR_MS);
  });

  it("calls at once what is due by then, in order, and nothing twice", () => {
    const clock = movingClock();
    const called: string[] = [];
    const stops = [
      clock.after(2 * HOUR_MS, () => called.push("second")),
      clock.after(HOUR_MS, () => called.push("first")),
      clock.after(5 * HOUR_MS, () => called.push("late")),
    ];
    clock.after(HOUR_MS, () => called.push("stopped"))();
    clock.advance(3 * HOUR_MS);
    expect(called).toEqual(["first", "second"]);
    clock.advance(HOUR_MS);
    expect(called).toEqual(["first", "second"]);
    for (const stop of stops) stop();
  });

  it("leaves alone what one that was due has stopped", () => {
    const clock = movingClock();
    const called: string[] = [];
    clock.after(1_000_000, () => {
      called.push("first");
      stop();
    });
    const stop = clock.after(2_000_000, () => called.push("second"));
    clock.advance(HOUR_MS);
    expect(called).toEqual(["first"]);
  });

  it("rings by itself when the machine's time has come", async () => {
    const clock = movingClock();
    await new Promise<void>((resolve) => clock.after(5, resolve));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("does not go by %d", (ms) => {
    expect(() => movingClock().advance(ms)).toThrow(RangeError);
  });
});
