import { afterEach, describe, expect, it, vi } from "vitest";
import { deadline } from "../../../shared/core/deadline.ts";

afterEach(() => vi.useRealTimers());

describe("deadline", () => {
  it("counts down from the moment it is made, and goes on below zero", () => {
    let now = 1_000;
    const budget = deadline(2, () => now);
    const left = [1_000, 2_500, 3_500].map((time) => {
      now = time;
      return budget.remainingMs();
    });
    expect(left).toEqual([2_000, 500, -500]);
  });

  it("stays where it is when the machine's clock is set", () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"], now: 3_600_000 });
    const budget = deadline(2);
    for (const time of [0, 7_200_000]) {
      vi.setSystemTime(time);
      expect(budget.remainingMs()).toBe(2_000);
    }
    vi.advanceTimersByTime(500);
    expect(budget.remainingMs()).toBe(1_500);
  });
});
