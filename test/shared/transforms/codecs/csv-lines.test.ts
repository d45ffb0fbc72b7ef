import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLines, quotedLines } from "../../../../shared/transforms/codecs/csv-lines.ts";

describe("the lines of CSV without quotes", () => {
  it("are what the library makes of the same text", () => {
    const piece = fc.constantFrom(
      "a",
      "ä",
      "\ud83d\ude00",
      " ",
      ",",
      ";",
      "\t",
      "\n",
      "\r\n",
      "\r",
      "\ufeff",
      "'",
      "\\",
      "#",
      "\0",
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    const delimiter = fc.constantFrom(",", ";", "\t", "|", " ", "\ufeff", "\ud83d\ude00", "a", "\\", "'", ".");
    fc.assert(
      fc.property(text, delimiter, fc.boolean(), (given, between, keepsEmpty) => {
        expect(csvLines(given, between, keepsEmpty)).toEqual(quotedLines(given, between, keepsEmpty));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["", "\n", "\r\n", "\ufeff", "\ufeff\n", "a\r", "a\n\r", "\r", "a\n\n", ",", ",\n,"])(
    "are so for %j",
    (text) => {
      for (const keepsEmpty of [true, false])
        expect(csvLines(text, ",", keepsEmpty)).toEqual(quotedLines(text, ",", keepsEmpty));
    },
  );
});
