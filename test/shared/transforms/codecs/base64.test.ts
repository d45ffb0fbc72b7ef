import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64 } from "../../../../shared/transforms/codecs/base64.ts";
import { bytesOf } from "../../../../shared/transforms/codecs/forms.ts";

const parsed = (text: string) => Buffer.from(bytesOf(base64.create({}).parse(Buffer.from(text))));
const written = (bytes: Uint8Array, options: object = {}) =>
  Buffer.from(base64.create(options).serialize({ bytes })).toString();

describe("base64", () => {
  it("reads either alphabet, with and without padding, and line breaks", () => {
    const bytes = Buffer.of(0xfb, 0xff, 0xfe, 0x01);
    for (const text of ["+//+AQ==", "-__-AQ", "-__-AQ==", "+//+\r\nAQ=="]) expect(parsed(text)).toEqual(bytes);
    expect(parsed("")).toEqual(Buffer.of());
  });

  it.each(["A", "A=", "AA=", "AAA==", "A A=", "+_AA", "é", "AA==AA==", "===="])("refuses %j", (text) => {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ code: "BASE64" }));
  });

  it("writes the standard alphabet, or the one for addresses", () => {
    expect(written(Buffer.of(0xfb, 0xff, 0xfe, 0x01))).toBe("+//+AQ==");
    expect(written(Buffer.of(0xfb, 0xff, 0xfe, 0x01), { alphabet: "url" })).toBe("-__-AQ");
  });

  it("reads back any bytes that it wrote", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom("standard", "url"), (bytes, alphabet) => {
        expect(Buffer.compare(parsed(written(bytes, { alphabet })), bytes)).toBe(0);
      }),
    );
  });
});
