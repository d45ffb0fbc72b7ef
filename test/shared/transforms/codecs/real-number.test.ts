import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../../shared/core/json.ts";
import { doubleOf, floatOf } from "../../../../shared/transforms/codecs/real-number.ts";

const double = (text: string) => doubleOf(parseJson(text).value);
const float = (text: string) => floatOf(parseJson(text).value);

describe("a number as a double", () => {
  it.each([
    ["0.1", 0.1],
    ["1.0", 1],
    ["1.50e1", 15],
    ["0.0000001", 1e-7],
    ["9007199254740994", 9_007_199_254_740_994],
    ["1e300", 1e300],
    ["0e999", 0],
  ])("is %s", (text, number) => {
    expect(double(text)).toBe(number);
  });

  it.each(["1e400", "-1e400", "1e-400", "9007199254740993", "0.12345678901234567890", '"1"', "null", "[1]", "{}"])(
    "is not %s",
    (text) => {
      expect(double(text)).toBeUndefined();
    },
  );

  it("is whatever JavaScript writes", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(double(JSON.stringify(number))).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});

describe("a number as a float", () => {
  it.each([
    ["0.1", 0.1],
    ["16777216", 16_777_216],
    ["-5.0", -5],
    ["6.02e23", 6.02e23],
    ["3.4028234e38", 3.402_823_4e38],
    ["0.12345678901234567890", 0.123_456_789_012_345_68],
  ])("is %s", (text, number) => {
    expect(float(text)).toBe(number);
  });

  it.each(["16777217", "16777217.0", "9007199254740993", "1e39", "1e400", "1e-60", '"1"', "null"])(
    "is not %s",
    (text) => {
      expect(float(text)).toBeUndefined();
    },
  );
});
