import { describe, expect, it } from "vitest";
import { checkText } from "../../../shared/fabric/check.ts";
import { stepsOf } from "../../support/steps-of.ts";

const FEW = 300;
const TIMES = 4;

const times = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

/** Files with so many mistakes of one kind. */
const files: readonly (readonly [string, (count: number) => string])[] = [
  ["unknown keys of the file", (count) => `endpoints: {}\nhops: {}\n${times(count, (at) => `key${at}: 1\n`)}`],
  [
    "unknown keys of one hop",
    (count) => `endpoints: {}\nhops:\n  h:\n    from: a\n    to: b\n${times(count, (at) => `    key${at}: 1\n`)}`,
  ],
  [
    "endpoints that can't be read",
    (count) => `hops: {}\nendpoints:\n${times(count, (at) => `  e${at}: { sqs: "a b" }\n`)}`,
  ],
  ["names that can't be", (count) => `endpoints: {}\nhops:\n${times(count, (at) => `  H${at}: { from: a, to: b }\n`)}`],
  ["keys that are there twice", (count) => `endpoints: {}\nhops: {}\n${times(count, (at) => `key${at % 2}: 1\n`)}`],
];

describe("a file of many mistakes", () => {
  it.each(files)("is checked in steps that grow as it does: %s", async (_, file) => {
    const found: number[] = [];
    const steps: number[] = [];
    for (const count of [FEW, FEW * TIMES])
      steps.push(
        await stepsOf(async () => {
          found.push((await checkText(`fabric: x\n${file(count)}`, "f.yaml")).problems.length);
        }),
      );
    expect(found[1]).toBeGreaterThan(FEW * TIMES * 0.9);
    // Twice as long as it should be is still far from its square.
    expect((steps[1] ?? 0) / (steps[0] ?? 1)).toBeLessThan(TIMES * 2);
  });
});
