import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../shared/core/json.ts";
import { repeatsNames } from "../../../shared/core/repeated-names.ts";

const repeats = (text: string) => repeatsNames(text, parseJson(text).value);

describe("repeatsNames", () => {
  it.each([
    '{"a":1,"a":1}',
    '[{"b":{"a":{"x":1},"a":null}}]',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a:":":","a:":"\\":"}',
  ])("is true of %s", (text) => {
    expect(repeats(text)).toBe(true);
  });

  it.each([
    "{}",
    '":{:"',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":":\\"::\\\\","b":[1.50,{"__proto__":1}]}',
    '{"1":1,"01":1}',
  ])("is false of %s", (text) => {
    expect(repeats(text)).toBe(false);
  });

  it("is false of whatever was written from a value", () => {
    fc.assert(fc.property(fc.json(), (text) => !repeats(JSON.stringify(JSON.parse(text)))));
  });

  it("is true where any object of a value is written with one of its names twice", () => {
    const nested = fc.tuple(fc.json(), fc.string());
    fc.assert(
      fc.property(nested, ([text, name]) => {
        const key = JSON.stringify(name);
        return repeats(`{"x":[${text},{${key}:${text},${key}:1}]}`);
      }),
    );
  });
});
