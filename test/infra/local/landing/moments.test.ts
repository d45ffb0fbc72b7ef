import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateTimeText, dayText, instantText, microsText, timeText } from "../../../../infra/local/landing/moments.ts";

describe("a moment", () => {
  it.each([
    ["2026-01-05T08:00:00Z", "2026-01-05T08:00:00.000000Z"],
    ["2026-01-05T09:30:00.5+01:30", "2026-01-05T08:00:00.500000Z"],
    ["2025-12-31T23:59:59.000001-00:01", "2026-01-01T00:00:59.000001Z"],
    ["2026-01-05 08:00", "2026-01-05T08:00:00.000000Z"],
    ["2026-01-05 08:00:00 UTC", "2026-01-05T08:00:00.000000Z"],
    ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"],
  ])("is in UTC, with microseconds: %s", (text, expected) => {
    expect(instantText(text)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "2026-02-31T08:00:00Z",
    "2026-01-05",
    "2026-01-05T24:00:00Z",
    "2026-01-05T08:00:00.0000001Z",
  ])("is none: %j", (text) => {
    expect(instantText(text)).toBeUndefined();
  });

  it("sorts as time does", () => {
    const micros = fc.maxSafeInteger();
    fc.assert(
      fc.property(micros, micros, (one, other) => {
        const [left, right] = [microsText(one) ?? "", microsText(other) ?? ""];
        expect(left < right).toBe(one < other);
        expect(instantText(left)).toBe(left);
      }),
    );
  });

  it("lies in the years that there are", () => {
    expect(instantText("9999-12-31T23:59:59.999999Z")).toBe("9999-12-31T23:59:59.999999Z");
    for (const text of ["0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-12-31T00:00:00Z"])
      expect(instantText(text)).toBeUndefined();
    expect(microsText(Number.NaN)).toBeUndefined();
  });
});

describe("a local time", () => {
  it("is a day, a time of day, or both, without a zone", () => {
    expect([
      dayText("2024-02-29"),
      timeText("08:00"),
      timeText("08:00:00.25"),
      dateTimeText("2026-01-05 08:00"),
    ]).toEqual(["2024-02-29", "08:00:00", "08:00:00.250000", "2026-01-05T08:00:00"]);
  });

  it("is none where it does not exist, or has a zone", () => {
    expect([
      dayText("2026-02-29"),
      dayText("0000-01-01"),
      timeText("24:00"),
      dateTimeText("2026-01-05T08:00:00Z"),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
