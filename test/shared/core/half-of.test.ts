import { describe, expect, it } from "vitest";
import { halfOf } from "../../../shared/core/half-of.ts";

describe("halfOf", () => {
  it("runs out while the other half is still there", () => {
    let leftMs = 1_000;
    const half = halfOf({ remainingMs: () => leftMs });
    expect(half.remainingMs()).toBe(500);
    leftMs = 500;
    expect(half.remainingMs()).toBe(0);
    leftMs = 100;
    expect(half.remainingMs()).toBe(-400);
  });
});
