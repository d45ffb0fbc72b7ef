import { describe, expect, it } from "vitest";
import { deadline } from "../../../shared/core/deadline.ts";

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
});
