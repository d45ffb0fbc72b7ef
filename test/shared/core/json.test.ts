import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEEPEST_NESTING, isObject, parseJson, toJson, withoutRawNumbers } from "../../../shared/core/json.ts";

const again = (text: string) => JSON.stringify(parseJson(text).value);
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

describe("parseJson", () => {
  it.each([
    "1.0",
    "-0",
    "-0.0",
    "0.10",
    "1e400",
    "1E5",
    "-1e-7",
    "0.0000001",
    "9007199254740993",
    "12345678901234567890",
    "0.12345678901234567890",
    "[1.50]",
    '{"a":-0}',
    '{"a":[1,2.50,{"b":1e2}]}',
    '{"a":19.99,"b":-5,"c":0}',
  ])("writes %s back as it came", (text) => {
    expect(again(text)).toBe(text);
  });

  it("writes any number back as it came, wherever it stands", () => {
    const digits = (max: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: max });
    const number = fc
      .tuple(
        fc.constantFrom("", "-"),
        digits(20),
        fc.option(digits(20)),
        fc.option(fc.integer({ min: -400, max: 400 })),
      )
      .map(([sign, whole, fraction, exponent]) => {
        const digitsBefore = whole.join("").replace(/^0+(?=\d)/, "");
        return `${sign}${digitsBefore}${fraction ? `.${fraction.join("")}` : ""}${exponent === null ? "" : `e${exponent}`}`;
      });
    const places = fc.constantFrom(
      (n: string) => n,
      (n: string) => `[0,${n}]`,
      (n: string) => `{"a":${n},"b":1}`,
    );
    fc.assert(
      fc.property(number, places, (text, put) => {
        expect(again(put(text))).toBe(put(text));
      }),
      { numRuns: 3000, seed: 11 },
    );
  });

  it("writes any JSON back with the same meaning", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(JSON.parse(again(text))).toEqual(JSON.parse(text));
      }),
      { seed: 3 },
    );
  });

  it("says whether a number had to stay raw", () => {
    expect(parseJson('{"a":1.5,"b":100,"at":"2026-01-02T03:04:05.000Z","c":-0.5}').hasRawNumbers).toBe(false);
    expect(parseJson('{"a":1.50}').hasRawNumbers).toBe(true);
  });

  it("keeps __proto__ as a name of its own", () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1.0}}']) {
      const { value } = parseJson(text);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(JSON.stringify(value)).toBe(text);
    }
  });

  it("keeps lone surrogates, escaped", () => {
    expect(again('"\\ud800"')).toBe('"\\ud800"');
  });

  it("takes the deepest nesting, and refuses more by name", () => {
    expect(again(nested(DEEPEST_NESTING))).toBe(nested(DEEPEST_NESTING));
    for (const levels of [DEEPEST_NESTING + 1, 500_000]) {
      expect(() => parseJson(nested(levels))).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
    }
  });

  it("refuses what is no JSON without quoting it", () => {
    const thrown = (() => {
      try {
        return parseJson("s3cr3t");
      } catch (error) {
        return error as Error;
      }
    })();
    expect(thrown).toMatchObject({ code: "NOT_JSON", message: "the body is not JSON, which this transform expects" });
    expect(thrown).not.toHaveProperty("cause");
  });
});

describe("isObject", () => {
  it("is true for objects only, never for raw numbers", () => {
    expect(["{}", "[]", "1.0", "null", '"a"'].map((text) => isObject(parseJson(text).value))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("withoutRawNumbers", () => {
  it("gives the very whole number that is written, also where a double is printed like it and is another", () => {
    expect(withoutRawNumbers(parseJson("[47023815335264730,9007199254740992]").value)).toEqual([
      47023815335264730n,
      9007199254740992n,
    ]);
    const whole = fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n });
    fc.assert(
      fc.property(whole, (n) => {
        expect(BigInt(withoutRawNumbers(parseJson(String(n)).value) as bigint)).toBe(n);
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives doubles, and bigint for whole numbers beyond 2^53", () => {
    const text = '{"one":1.0,"big":9007199254740993,"long":0.12345678901234567890,"endless":1e400,"list":[-0,2e1]}';
    expect(withoutRawNumbers(parseJson(text).value)).toEqual({
      one: 1,
      big: 9007199254740993n,
      long: 0.12345678901234568,
      endless: Number.POSITIVE_INFINITY,
      list: [-0, 20],
    });
  });

  it("makes no bigint of a number with more than 400 digits", () => {
    expect(withoutRawNumbers(parseJson("9".repeat(401)).value)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("toJson", () => {
  it("turns what a computation gives into JSON", () => {
    const given = {
      big: 12345678901234567890n,
      small: 5n,
      at: new Date(0),
      map: new Map([["__proto__", [1, null, true]]]),
      left: undefined,
      bare: Object.assign(Object.create(null), { a: "x" }),
      raw: parseJson("1.0").value,
    };
    expect(JSON.stringify(toJson(given))).toBe(
      '{"big":12345678901234567890,"small":5,"at":"1970-01-01T00:00:00.000Z","map":{"__proto__":[1,null,true]},"bare":{"a":"x"},"raw":1.0}',
    );
  });

  it.each([
    ["number", Number.NaN],
    ["number", Number.POSITIVE_INFINITY],
    ["undefined", undefined],
    ["undefined", [undefined]],
    ["function", () => 1],
    ["symbol", Symbol("s")],
    ["special object", new Uint8Array(1)],
    ["special object", new Date(Number.NaN)],
    ["special object", new Set([1])],
  ])("refuses a %s instead of writing null for it", (kind, value) => {
    expect(() => toJson(value)).toThrow(
      expect.objectContaining({
        code: "NO_JSON_VALUE",
        message: expect.stringContaining(`the result holds a ${kind}`),
      }),
    );
  });

  it("refuses a circle", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => toJson(circle)).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
  });
});
