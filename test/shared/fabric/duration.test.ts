import { describe, expect, it } from "vitest";
import { duration, seconds, spell } from "../../../shared/fabric/duration.ts";

describe("a duration", () => {
  it("is a number and a unit, in seconds", () => {
    expect(["90s", "15m", "6h", "14d"].map(seconds)).toEqual([90, 900, 21_600, 1_209_600]);
    expect(["", "5", "0s", "-1s", "1.5h", "1w", "1h30m"].map(seconds)).toEqual(Array(7).fill(Number.NaN));
  });

  it("is spelled in the largest unit that fits", () => {
    expect([1_209_600, 3_600, 90, 60, 0].map(spell)).toEqual(["14d", "1h", "90s", "1m", "0s"]);
  });

  it("keeps within its bounds, and names them", () => {
    const schema = duration(60, 1_209_600);
    expect(schema.safeParse("60s").success && schema.safeParse("14d").success).toBe(true);
    const refused = ["59s", "15d", 60, "soon"].map((value) => schema.safeParse(value).error?.issues[0]?.message);
    expect(new Set(refused)).toEqual(new Set(["must be a duration from 1m to 14d, as 90s, 15m, 6h or 14d"]));
  });
});
