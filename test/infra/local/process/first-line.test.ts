import { describe, expect, it } from "vitest";
import { firstLine } from "../../../../infra/local/process/first-line.ts";

describe("the first line of what was thrown", () => {
  it.each([
    ["an error's message", new Error("rates.csv is not there"), "rates.csv is not there"],
    ["its first line alone", new Error("\n  rates.csv is not there \nat once"), "rates.csv is not there"],
    ["its name where it has no message", new TypeError(""), "TypeError"],
    ["a text", "rates.csv is not there", "rates.csv is not there"],
    ["whatever else", { toString: (): string => "404\nnot found" }, "404"],
    ["nothing", undefined, "undefined"],
    ["an empty text", " \n", "an error without a message"],
  ])("is taken of %s", (_, thrown, line) => {
    expect(firstLine(thrown)).toBe(line);
  });
});
