import { describe, expect, it } from "vitest";
import { smallest } from "../../../../infra/cli/fuzz/smaller.ts";

describe("the smallest failing value", () => {
  it.each<[unknown, (value: never) => boolean, unknown]>([
    [9_007_199_254_740_991, (number: number) => number > 1_000, 1_001],
    [-1e300, (number: number) => number < -2, -3],
    [7.25, (number: number) => number > 2.5, 3],
    [true, () => true, false],
    ["a long text with an x in it", (text: string) => text.includes("x"), "x"],
    ["\u{1F469} odd \u0000", (text: string) => text.length >= 3, "aaa"],
    [[1, 2, 3, 4], (list: readonly number[]) => list.includes(3), [3]],
    [[[5], [6]], (list: readonly (readonly number[])[]) => list.length === 2, [[], []]],
    [{ a: { b: 9, c: "z" }, d: null }, ({ a }: { a?: { b?: number } }) => (a?.b ?? 0) > 4, { a: { b: 5 } }],
    [null, () => true, null],
  ])("of %j is found", async (value, fails, least) => {
    const asked = async (each: unknown) => fails(each as never);
    expect(await smallest(value, asked)).toEqual(least);
  });

  it("is the value itself where nothing smaller fails, and is not looked for for ever", async () => {
    const value = { a: "x".repeat(50) };
    expect(await smallest(value, async (each) => each.a === value.a)).toBe(value);
    let tries = 0;
    const list = Array.from({ length: 5_000 }, (_, at) => at);
    await smallest(list, async () => tries++ < 0);
    expect(tries).toBe(1_000);
  });
});
