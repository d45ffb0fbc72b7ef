import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactNumber, exactNumbers, isRawNumber } from "../../../shared/core/exact-number.ts";
import { parseJson } from "../../../shared/core/json.ts";

const written = (text: string) => JSON.stringify(exactNumber(text));

describe("an exact number", () => {
  it.each([
    ["1.0", "1"],
    ["-0.0", "0"],
    ["1e3", "1000"],
    ["9007199254740992", "9007199254740992"],
    ["9007199254740993", "9007199254740993"],
    ["-12345678901234567890", "-12345678901234567890"],
    ["1234567890123456789.0e1", "12345678901234567890"],
    ["0.12345678901234567890", "0.1234567890123456789"],
    ["-0.00012345678901234567890e2", "-0.01234567890123456789"],
    ["1e400", `1${"0".repeat(400)}`],
    ["1e401", "1e401"],
    ["-12e-99999999999999999999", "-12e-99999999999999999999"],
  ])("is written with all of its digits: %s", (text, shown) => {
    expect(written(text)).toBe(shown);
  });

  it("is none where the text is none", () => {
    expect(["", "1a", ".inf", "NaN", "Infinity", "+1", "0x1"].map(exactNumber)).toEqual(Array(7).fill(undefined));
  });

  it("is raw only where a double is another one, and equal to another exactly where the number is", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 22n });
    fc.assert(
      fc.property(digits, fc.constantFrom(0n, 1n), fc.integer({ min: 0, max: 9 }), (whole, more, noughts) => {
        const [one, other] = [exactNumber(String(whole)), exactNumber(`${whole + more}.${"0".repeat(noughts + 1)}`)];
        expect(isDeepStrictEqual(one, other)).toBe(more === 0n);
        if (whole < 2n ** 53n) expect(isRawNumber(one)).toBe(false);
      }),
    );
  });

  it("stands in plain data in the place of every raw one, and changes nothing else", () => {
    const { value } = parseJson('{"a":[1.0,12345678901234567890,-0],"b":{"__proto__":"x","n":null}}');
    const exact = exactNumbers(value);
    expect(JSON.stringify(exact)).toBe('{"a":[1,12345678901234567890,0],"b":{"__proto__":"x","n":null}}');
    expect([value, {}, [], null, 1].map(isRawNumber)).toEqual(Array(5).fill(false));
  });
});
