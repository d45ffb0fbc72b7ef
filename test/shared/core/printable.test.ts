import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableJson, printableLines } from "../../../shared/core/printable.ts";

describe("text for a terminal", () => {
  it.each([
    ["a colour", "\u001b[31mred", "\\u001b[31mred"],
    ["a line end", "one\r\ntwo", "one\\r\\ntwo"],
    ["the other escape, in one character", "\u009b2J", "\\u009b2J"],
    ["a turn of direction", "a\u202eb", "a\\u202eb"],
    ["a separator of lines", "a\u2028b", "a\\u2028b"],
    ["a tag that nobody sees", "a\u{e0041}b", "a\\udb40\\udc41b"],
  ])("shows %s instead of doing it", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("leaves all that can be seen, and line ends where there may be several", () => {
    expect(printable('é 日本 😀 "\\n" ~')).toBe('é 日本 😀 "\\n" ~');
    expect(printableLines("a\n\u001bb\n")).toBe("a\n\\u001bb\n");
  });

  it("reads back as JSON to the very same value, from one line without a control", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const line = printableJson(value);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(printableJson({ "\u007f": "\u{e0041}\u001b" })).toBe('{"\\u007f":"\\udb40\\udc41\\u001b"}');
    expect(printableJson(undefined)).toBe("null");
  });
});
