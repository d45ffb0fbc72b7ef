import { describe, expect, it } from "vitest";
import { problemLines } from "../../../infra/cli/problem-lines.ts";
import type { Problem } from "../../../shared/core/errors.ts";

const problem = (line: number, severity: Problem["severity"]): Problem => ({
  severity,
  code: "X",
  message: "odd",
  file: "f",
  line,
});

describe("problems as lines", () => {
  it("are all there where they can be read", () => {
    expect(problemLines([problem(1, "note"), problem(2, "error")])).toEqual(["f:1: note: odd", "f:2: odd"]);
    expect(problemLines([])).toEqual([]);
  });

  it("are the worst ones in their order where there are too many, with the number of the others", () => {
    const all = Array.from({ length: 20_000 }, (_, at) => problem(at + 1, at % 500 === 499 ? "error" : "warning"));
    const lines = problemLines(all);
    expect(lines).toHaveLength(51);
    expect(lines.filter((line) => !line.includes("warning"))).toHaveLength(41);
    expect(lines.slice(0, 11)).toEqual([
      ...Array.from({ length: 10 }, (_, at) => `f:${at + 1}: warning: odd`),
      "f:500: odd",
    ]);
    expect(lines.at(-1)).toBe("and 19,950 more: see all of them with npx hopspan check --json");
  });
});
