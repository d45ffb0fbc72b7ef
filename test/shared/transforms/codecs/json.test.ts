import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../shared/transforms/codecs/forms.ts";
import { json } from "../../../../shared/transforms/codecs/json.ts";

const codec = json.create({});

describe("json", () => {
  it("keeps the text of numbers both ways", () => {
    const text = Buffer.from('{"a":[1.0,12345678901234567890]}');
    const form = codec.parse(text);
    expect(Buffer.from(codec.serialize(form)).toString()).toBe(text.toString());
    expect(Buffer.from(bytesOf(form)).toString()).toBe(text.toString());
  });

  it("writes a body as compact JSON", () => {
    expect(Buffer.from(codec.serialize({ bytes: Buffer.from('{ "a" : 1 }') })).toString()).toBe('{"a":1}');
  });

  it("refuses what is no JSON, and no text", () => {
    expect(() => codec.parse(Buffer.from("{"))).toThrow(expect.objectContaining({ code: "NOT_JSON" }));
    expect(() => codec.parse(Buffer.of(0xff))).toThrow(expect.objectContaining({ code: "NOT_TEXT" }));
  });
});
