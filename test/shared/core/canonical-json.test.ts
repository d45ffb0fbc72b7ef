import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../shared/core/canonical-json.ts";
import { parseJson } from "../../../shared/core/json.ts";

const canonical = (text: string) => canonicalJson(parseJson(text).value);

describe("canonicalJson", () => {
  it("sorts names and leaves out white space", () => {
    expect(canonical('{ "b": [1, {"z": null, "a": true}], "a": "x", "__proto__": "é" }')).toBe(
      '{"__proto__":"é","a":"x","b":[1,{"a":true,"z":null}]}',
    );
  });

  it.each([
    [["1", "1.0", "1e0", "10e-1", "0.1E+1"], "1"],
    [["0", "-0", "0.0", "-0e5", "0e999"], "0"],
    [["100", "1e2", "100.00"], "100"],
    [["-1.5", "-15e-1", "-1.50"], "-1.5"],
    [["12345678901234567891", "12345678901234567891.0", "1234567890123456789.1e1"], "12345678901234567891e0"],
    [["1e400", "10e399", "0.1e401"], "1e400"],
  ])("gives %j one text", (texts, expected) => {
    expect(texts.map(canonical)).toEqual(texts.map(() => expected));
  });

  it("tells numbers apart that a double does not", () => {
    expect(canonical("12345678901234567890")).not.toBe(canonical("12345678901234567891"));
  });

  it("takes a hostile number in linear time", () => {
    const digits = `1${"0".repeat(400_000)}1`;
    expect(canonical(digits)).toBe(`${digits}e0`);
  });

  it("escapes lone surrogates", () => {
    expect(canonical('"\\ud800"')).toBe('"\\ud800"');
  });
});
