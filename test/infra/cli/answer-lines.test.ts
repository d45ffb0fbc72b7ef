import { describe, expect, it } from "vitest";
import { jsonLines, tableLines } from "../../../infra/cli/answer-lines.ts";

const answer = {
  columns: ["name", "n", "bytes"],
  rows: [
    ["a", 7n, null],
    ["longer\u001b[31m", 9_007_199_254_740_993n, Uint8Array.of(255)],
    ["b", 0.5, null],
  ],
};

describe("an answer", () => {
  it("is a table, with numbers at the right, that does nothing to a terminal", () => {
    expect([...tableLines(answer)]).toEqual([
      "name              n                 bytes",
      "----------------  ----------------  -----",
      "a                                7  NULL",
      expect.stringMatching(/^longer\S+ {2,}9007199254740993 {2}\/w==$/),
      "b                              0.5  NULL",
      "3 rows",
    ]);
  });

  it("has heads also where there are no rows, and goes on with the widths of its first thousand", () => {
    expect([...tableLines({ columns: ["n"], rows: [] })]).toEqual(["n", "-", "0 rows"]);
    const rows = Array.from({ length: 1_001 }, (_, at) => [at === 1_000 ? "wide" : "a"]);
    expect([...tableLines({ columns: ["n"], rows })].slice(-3)).toEqual(["a", "wide", "1,001 rows"]);
  });

  it("is an object per row for programs, with exact numbers", () => {
    expect([...jsonLines(answer)].map((line) => JSON.parse(line) as unknown)).toEqual([
      { name: "a", n: 7, bytes: null },
      { name: "longer\u001b[31m", n: "9007199254740993", bytes: "/w==" },
      { name: "b", n: 0.5, bytes: null },
    ]);
  });
});
