import { describe, expect, it } from "vitest";
import { type LandedReport, landedFields, landedLines } from "../../../infra/cli/landed-lines.ts";

const landed: LandedReport["landed"] = [
  { endpoint: "rows", deadLetters: "rows.lands.dead", amount: { kind: "table", table: "retail.orders", rows: 12_000 } },
  {
    endpoint: "archive",
    deadLetters: "archive.lands.dead",
    amount: { kind: "bucket", place: "gs://archive/visits/", messages: 1, objects: 2 },
  },
];
const rows = ["landed:", "  retail.orders         12,000 rows", "  gs://archive/visits/  1 message in 2 objects"];
const query = '  npx hopspan query "select * from retail.orders limit 10"';

describe("what has landed", () => {
  it("is told with its place and a question to ask", () => {
    const report = { landed, folder: "/there", isKept: true };
    expect(landedLines({ ...report, isLast: true })).toEqual([
      ...rows,
      "  it lies in /there",
      `${query} --landed /there`,
    ]);
    expect(landedLines({ ...report, isLast: false })).toEqual([...rows, "  it lies in /there", query]);
  });

  it("is said to go where it goes with the run", () => {
    const report = { landed, folder: "/there", isKept: false };
    expect(landedLines({ ...report, isLast: true })).toEqual([
      ...rows,
      "  it goes with this run; --landed DIR keeps it",
    ]);
    expect(landedLines({ ...report, isLast: false }).slice(-2)).toEqual(["  it lies in /there", query]);
  });

  it("offers no question where there is no table", () => {
    const report = { landed: landed.slice(1), folder: "/there", isKept: true, isLast: true };
    expect(landedLines(report).at(-1)).toBe("  it lies in /there");
  });

  it("is flat for programs", () => {
    expect(landed.map(landedFields)).toEqual([
      { endpoint: "rows", table: "retail.orders", rows: 12_000 },
      { endpoint: "archive", place: "gs://archive/visits/", messages: 1, objects: 2 },
    ]);
  });
});
