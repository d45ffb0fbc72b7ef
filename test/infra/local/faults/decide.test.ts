import { describe, expect, it } from "vitest";
import { concerns, strength, strikes } from "../../../../infra/local/faults/decide.ts";
import type { FaultRule } from "../../../../infra/local/faults/rule.ts";

const aRule = (rule: Partial<FaultRule> = {}): FaultRule => ({
  text: "down",
  fault: { kind: "down" },
  operations: new Set(["SendMessage"]),
  rate: 1,
  skip: 0,
  times: Number.POSITIVE_INFINITY,
  afterMs: 0,
  forMs: Number.POSITIVE_INFINITY,
  ...rule,
});

/** Which of so many, one after the other, are struck. */
function struckOf(rule: FaultRule, count: number, { seed = 7, index = 0, elapsedMs = 0 } = {}): readonly number[] {
  const found: number[] = [];
  for (let seen = 0; seen < count; seen++)
    if (strikes(rule, index, seed, { seen, struck: found.length, elapsedMs })) found.push(seen);
  return found;
}

describe("whether a fault strikes", () => {
  it("is the same for the same seed, and another for another seed or another rule", () => {
    const rule = aRule({ rate: 0.3 });
    expect(struckOf(rule, 200)).toEqual(struckOf(rule, 200));
    expect(struckOf(rule, 200)).not.toEqual(struckOf(rule, 200, { seed: 8 }));
    expect(struckOf(rule, 200)).not.toEqual(struckOf(rule, 200, { index: 1 }));
  });

  it.each([0.01, 0.1, 0.5, 0.9])("follows the rate %d, for many seeds", (rate) => {
    for (let seed = 0; seed < 20; seed++) {
      const share = struckOf(aRule({ rate }), 4_000, { seed }).length / 4_000;
      expect(Math.abs(share - rate)).toBeLessThan(0.04);
    }
  });

  it("always is so at rate 1", () => {
    expect(struckOf(aRule(), 50)).toHaveLength(50);
  });

  it("leaves alone what is to be skipped, and stops when it has struck often enough", () => {
    expect(struckOf(aRule({ skip: 3, times: 2 }), 10)).toEqual([3, 4]);
  });

  it("keeps to its time", () => {
    const rule = aRule({ afterMs: 1_000, forMs: 500 });
    expect([999, 1_000, 1_499, 1_500].map((elapsedMs) => struckOf(rule, 1, { elapsedMs }).length)).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it("depends on the operation and on any name of the place", () => {
    const asked = { broker: "sqs", operation: "SendMessage", names: ["orders", "arn:orders"] } as const;
    expect(concerns(aRule(), asked)).toBe(true);
    expect(concerns(aRule({ names: new Set(["arn:orders"]) }), asked)).toBe(true);
    expect(concerns(aRule({ names: new Set(["flights"]) }), asked)).toBe(false);
    expect(concerns(aRule(), { ...asked, operation: "ReceiveMessage" })).toBe(false);
  });

  it("is as strong as chance has it, the same for the same numbers", () => {
    const strengths = Array.from({ length: 500 }, (_, seen) => strength(0, 7, { seen, struck: 0, elapsedMs: 0 }));
    expect(strengths.every((each) => each >= 0 && each < 1)).toBe(true);
    expect(Math.min(...strengths)).toBeLessThan(0.05);
    expect(Math.max(...strengths)).toBeGreaterThan(0.95);
    expect(strength(0, 7, { seen: 3, struck: 2, elapsedMs: 9 })).toBe(strengths[3]);
  });
});
