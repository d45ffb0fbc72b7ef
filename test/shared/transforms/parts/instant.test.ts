import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseJson } from "../../../../shared/core/json.ts";
import {
  epochRange,
  readInstant,
  TIME_FORMS,
  type TimeForm,
  writeInstant,
} from "../../../../shared/transforms/parts/instant.ts";

const read = (json: string, form: TimeForm, zone?: string) => readInstant(parseJson(json).value, form, zone);

describe("readInstant", () => {
  it.each([
    ['"1970-01-01T00:00:00Z"', "iso", 0n],
    ['"1970-01-01T01:00:00.000000001+01:00"', "iso", 1n],
    ['"1969-12-31T23:59:59.5Z"', "iso", -500_000_000n],
    ['"2026-01-02 03:04:05 UTC"', "iso", 1_767_323_045_000_000_000n],
    ['"2026-01-02t03:04z"', "iso", 1_767_323_040_000_000_000n],
    ['"2024-02-29T00:00:00-0130"', "iso", 1_709_170_200_000_000_000n],
    ["1767323045", "epoch-s", 1_767_323_045_000_000_000n],
    ["1767323045.1234567890", "epoch-s", 1_767_323_045_123_456_789n],
    ['"-1.5"', "epoch-ms", -1_500_000n],
    ["1767323045123456789", "epoch-ns", 1_767_323_045_123_456_789n],
  ] as const)("reads %s as %s", (json, form, ns) => {
    expect(read(json, form)).toBe(ns);
  });

  it("takes text without a zone for the zone that it is told", () => {
    expect(read('"1970-01-01T02:00:00"', "iso", "+02:00")).toBe(0n);
    expect(() => read('"1970-01-01T02:00:00"', "iso")).toThrow(
      "a time with its zone (or the option zone) was expected",
    );
  });

  it.each([
    ['"yesterday"', "iso"],
    ["7", "iso"],
    ['"2026-02-30T00:00:00Z"', "iso"],
    ['"2026-13-01T00:00:00Z"', "iso"],
    ['"2026-01-01T25:00:00Z"', "iso"],
    ['"2026-01-01T00:00:60Z"', "iso"],
    ['"2026-01-01T00:00:00+25:00"', "iso"],
    ['"2026-01-01T00:00:00.1234567891Z"', "iso"],
    ["1e3", "epoch-s"],
    ['"12:00"', "epoch-s"],
    ["[1]", "epoch-ms"],
    ["true", "epoch-ms"],
    ["0.5", "epoch-ns"],
  ] as const)("refuses %s as %s", (json, form) => {
    expect(() => read(json, form)).toThrow(expect.objectContaining({ code: "TIME" }));
  });
});

describe("writeInstant", () => {
  it.each([
    [0n, "iso", "1970-01-01T00:00:00Z"],
    [1n, "iso", "1970-01-01T00:00:00.000000001Z"],
    [-500_000_000n, "iso", "1969-12-31T23:59:59.5Z"],
    [-500_000_000n, "epoch-s", "-0.5"],
    [-1_500_000_000n, "epoch-s", "-1.5"],
    [1_767_323_045_120_000_000n, "epoch-s", "1767323045.12"],
    [1_767_323_045_123_456_789n, "epoch-ns", "1767323045123456789"],
  ] as const)("writes %s as %s %s", (ns, form, text) => {
    const written = writeInstant(ns, form, false);
    expect(form === "iso" ? written : JSON.stringify(written)).toBe(text);
  });

  it("cuts towards the past where it is told to", () => {
    expect(writeInstant(1_999_999_999n, "epoch-s", true)).toBe(1);
    expect(writeInstant(-1n, "epoch-s", true)).toBe(-1);
    expect(writeInstant(1_999_999_999n, "iso", true)).toBe("1970-01-01T00:00:01Z");
  });

  it("refuses years that ISO 8601 has no four digits for, in every form", () => {
    const end = read('"9999-12-31T23:59:59.999999999Z"', "iso");
    const first = read('"0000-01-01T00:00:00Z"', "iso");
    for (const form of TIME_FORMS) {
      expect(read(JSON.stringify(writeInstant(end, form, false)), form)).toBe(end);
      expect(read(JSON.stringify(writeInstant(first, form, false)), form)).toBe(first);
      expect(() => writeInstant(end + 1n, form, false)).toThrow("a year from 0 to 9999 was expected");
      expect(() => writeInstant(first - 1n, form, false)).toThrow("a year from 0 to 9999 was expected");
    }
  });

  it("writes no whole unit beyond the range of its form, and text that zod takes for a time in UTC", () => {
    const [first, end] = ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"].map((text) =>
      read(`"${text}"`, "iso"),
    );
    for (const form of ["epoch-s", "epoch-ms", "epoch-us", "epoch-ns"] as const) {
      const ends = [first, end].map((ns = 0n) => JSON.stringify(writeInstant(ns, form, true)));
      expect(ends).toEqual([String(epochRange(form).first), String(epochRange(form).last)]);
    }
    const moment = fc.bigInt({ min: first ?? 0n, max: end ?? 0n });
    fc.assert(
      fc.property(moment, fc.boolean(), (ns, whole) => {
        expect(z.iso.datetime().safeParse(writeInstant(ns, "iso", whole)).success).toBe(true);
      }),
    );
  });

  it("gives what reads back to the same nanosecond, in every form", () => {
    const moment = fc.bigInt({ min: -62_167_219_200_000_000_000n, max: 253_402_300_799_999_999_999n });
    fc.assert(
      fc.property(moment, fc.constantFrom(...TIME_FORMS), (ns, form) => {
        expect(read(JSON.stringify(writeInstant(ns, form, false)), form)).toBe(ns);
      }),
    );
  });
});
