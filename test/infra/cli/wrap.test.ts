import { describe, expect, it } from "vitest";
import { hanging, wrap, wrapLines } from "../../../infra/cli/wrap.ts";

describe("wrapped text", () => {
  it("is broken between words, and a word that is longer stays whole", () => {
    expect(wrap("one two three four five six seven", 24)).toEqual(["one two three four five", "six seven"]);
    expect(wrap(`a ${"x".repeat(30)} b`, 24)).toEqual(["a", "x".repeat(30), "b"]);
    expect(wrap("", 24)).toEqual([""]);
  });

  it("stands below its own beginning, and is never squeezed where there is no room", () => {
    expect(hanging("  -a   ", 7, "one two three four five six", 31)).toEqual([
      "  -a   one two three four five",
      "       six",
    ]);
    expect(hanging("  -a   ", 7, "one two three four five six", 5)).toHaveLength(2);
  });

  it("keeps its lines, and lets what does not fit stand further in", () => {
    expect(wrapLines("short\n\n  one two three four five six seven", 26)).toBe(
      "short\n\n  one two three four five\n    six seven",
    );
  });

  it("is never broken within a command that is to be typed", () => {
    expect(wrapLines("it stays up; from another terminal: npx hopspan receive inbox; or not", 50)).toBe(
      "it stays up; from another terminal:\n  npx hopspan receive inbox; or not",
    );
  });
});
