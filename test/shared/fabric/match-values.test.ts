import { describe, expect, it } from "vitest";
import { isFilter, isPattern } from "../../../shared/fabric/match-values.ts";

const known = [
  ["paid", 1, -2.5, true, false, null],
  [{ prefix: "re" }, { suffix: ".csv" }, { "equals-ignore-case": "PAID" }, { wildcard: "a*b" }],
  [{ prefix: { "equals-ignore-case": "re" } }, { exists: false }, { cidr: "10.0.0.0/24" }],
  [{ "anything-but": "a" }, { "anything-but": ["a", 1] }, { "anything-but": { prefix: ["a", "b"] } }],
  [{ numeric: ["=", 1] }, { numeric: [">", 0, "<=", 5] }],
];
const unknown = [
  [{ bogus: 1 }],
  [{ constructor: "a" }],
  [[1]],
  [{}],
  [{ prefix: "a", suffix: "b" }],
  [{ prefix: 1 }],
  [{ exists: "yes" }],
  [{ "anything-but": [] }],
  [{ "anything-but": { bogus: "a" } }],
  [{ numeric: [">"] }],
  [{ numeric: ["~", 1] }],
  [{ numeric: ["<", Number.POSITIVE_INFINITY] }],
  [Number.POSITIVE_INFINITY],
  [Number.NaN],
  [],
  "paid",
];

describe("what a field is matched by", () => {
  it("is a plain value, or one operator that the services know", () => {
    for (const values of known) {
      expect([values, isFilter({ a: values })]).toEqual([values, true]);
      expect([values, isPattern({ detail: { a: values } })]).toEqual([values, true]);
    }
  });

  it("is nothing that they refuse, and no number that JSON can't hold", () => {
    for (const values of unknown) {
      expect([values, isFilter({ a: values })]).toEqual([values, false]);
      expect([values, isPattern({ detail: { a: values } })]).toEqual([values, false]);
    }
  });

  it("may be one of several patterns", () => {
    expect(isFilter({ $or: [{ a: [1] }, { b: [2] }] })).toBe(true);
    expect(isPattern({ detail: { $or: [{ a: [1] }, { b: { c: [2] } }] } })).toBe(true);
    expect(isFilter({ $or: [1] })).toBe(false);
    expect(isPattern({ $or: [{ a: [{ bogus: 1 }] }] })).toBe(false);
  });
});
