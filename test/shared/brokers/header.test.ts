import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeHeader,
  encodeHeader,
  HEADER,
  type Header,
  isHeader,
  isReserved,
  joinHeader,
  splitHeader,
} from "../../../shared/brokers/header.ts";

const plain: Header = { id: "orders/1", trail: ["f/a"], sentAt: 1_700_000_000_000 };
const full: Header = {
  ...plain,
  body: "base64",
  types: new Map([["count", "Number.int"]]),
  attributes: new Map([["", { type: "Binary", value: "" }]]),
  orderingKey: "key",
  tenant: "tenant",
  deduplicationId: "dedupe",
  traceHeader: "Root=1",
  derived: ["traceparent"],
};

/** Any UTF-16 at all, halves of characters included. */
const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
const someText = anyText.filter((text) => text !== "");
const attribute = fc.record({ type: anyText, value: anyText });
const anyHeader: fc.Arbitrary<Header> = fc.record(
  {
    id: someText,
    trail: fc.array(anyText, { maxLength: 4 }),
    sentAt: fc.maxSafeInteger(),
    body: fc.constantFrom("base64", "empty"),
    types: fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 4 }).map((rows) => new Map(rows)),
    attributes: fc.array(fc.tuple(anyText, attribute), { minLength: 1, maxLength: 4 }).map((rows) => new Map(rows)),
    orderingKey: fc.option(someText, { nil: null }),
    tenant: someText,
    deduplicationId: someText,
    traceHeader: someText,
    derived: fc.array(anyText, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ["id", "trail", "sentAt"] },
);

/** https://www.w3.org/TR/xml/#charsets: what SQS takes, and no DEL. */
const LEGAL = /^[\t\n\r\u0020-\u007e\u0080-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

describe("a header", () => {
  it("comes back as it was, whatever it says", () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        expect(decodeHeader(encodeHeader(header))).toEqual(header);
      }),
    );
  });

  it("is made of characters that every broker takes", () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        const text = encodeHeader(header);
        expect(text).toMatch(LEGAL);
        expect(isHeader(text)).toBe(true);
      }),
    );
    expect(encodeHeader({ ...plain, tenant: "\u0000\u007f\ud800\ufffe\uffff" })).toContain(
      "\\u0000\\u007f\\ud800\\ufffe\\uffff",
    );
  });

  it("says only what there is to say, in short", () => {
    const empty: Header = { ...plain, types: new Map(), attributes: new Map(), derived: [] };
    expect(encodeHeader(empty)).toBe('{"v":1,"i":"orders/1","t":["f/a"],"s":1700000000000}');
    expect(decodeHeader(encodeHeader(empty))).toEqual(plain);
  });

  it("tells that a key on the wire is none", () => {
    expect(decodeHeader(encodeHeader({ ...plain, orderingKey: null }))).toEqual({ ...plain, orderingKey: null });
  });

  it("is not taken for one where a user's own attribute has its name", () => {
    expect(["", "hello", "{}", '{"value":1}', ' {"v":1}', encodeHeader(plain)].map(isHeader)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe("decodeHeader", () => {
  const code = (text: string): unknown => {
    try {
      return decodeHeader(text);
    } catch (thrown) {
      const { name, code: said, message } = thrown as { name: string; code: string; message: string };
      expect(message).not.toContain("secret");
      return `${name} ${said}`;
    }
  };

  it("refuses a header that was cut anywhere", () => {
    const text = encodeHeader(full);
    const cuts = Array.from({ length: text.length }, (_, end) => code(text.slice(0, end)));
    expect(new Set(cuts)).toEqual(new Set(["DecodeError HEADER"]));
  });

  it("refuses a newer version by a code of its own", () => {
    expect(code('{"v":2,"i":"m"}')).toBe("DecodeError HEADER_VERSION");
  });

  it("refuses the wrong shape of every part", () => {
    const wrong: Readonly<Record<string, unknown>> = {
      i: [undefined, "", 1, null, ["secret"]],
      t: [undefined, "secret", [1], {}],
      s: [undefined, null, "1", 1.5, 2 ** 60],
      b: ["secret", null, 1],
      y: [{}, [["a"]], [["a", "b", "c"]], [["a", 1]], "secret"],
      a: [{}, [["a", "b"]], [["a", "b", 1]], ["secret"]],
      k: ["", 1, []],
      n: ["", null, 1],
      d: ["", null, 1],
      x: ["", null, 1],
      o: ["secret", [null], {}],
    };
    const sound = JSON.parse(encodeHeader(full)) as Record<string, unknown>;
    const answers = Object.entries(wrong).flatMap(([key, values]) =>
      (values as unknown[]).map((value) => code(JSON.stringify({ ...sound, [key]: value }))),
    );
    expect(new Set(answers)).toEqual(new Set(["DecodeError HEADER"]));
  });

  it("refuses JSON that is no object, and is not fooled by inherited names", () => {
    expect(["[]", "1", "null", '"secret"', "", '{"v":1,"__proto__":{"i":"m","t":[],"s":1}}'].map(code)).toEqual(
      Array(6).fill("DecodeError HEADER"),
    );
  });

  it("lets parts that it does not know pass, so that a later version may add some", () => {
    expect(decodeHeader('{"v":1,"i":"m","t":[],"s":1,"z":{"new":true}}')).toEqual({ id: "m", trail: [], sentAt: 1 });
  });
});

describe("splitHeader", () => {
  it("never outgrows an attribute, never cuts a character, and is joined again", () => {
    fc.assert(
      fc.property(anyHeader, fc.integer({ min: 24, max: 200 }), (header, maxBytes) => {
        const text = encodeHeader(header);
        const parts = splitHeader(text, maxBytes);
        expect(parts.map(([name]) => name)).toEqual(parts.map((_, at) => (at === 0 ? HEADER : `${HEADER}.${at}`)));
        expect(parts.every(([, value]) => Buffer.byteLength(value) <= maxBytes)).toBe(true);
        expect(parts.map(([, value]) => value).join("")).toBe(text);
        const attributes = new Map(parts);
        expect(joinHeader((name) => attributes.get(name))).toEqual(header);
      }),
    );
  });

  it("leaves a header alone that fits exactly", () => {
    const text = encodeHeader(plain);
    expect(splitHeader(text, text.length)).toEqual([[HEADER, text]]);
    expect(splitHeader(text, text.length - 1)).toHaveLength(2);
  });
});

describe("joinHeader", () => {
  it("finds none where there is none of ours", () => {
    const attributes = new Map([
      ["hopspan", "my own"],
      ["hopspan.1", "also my own"],
    ]);
    expect([joinHeader(() => undefined), joinHeader((name) => attributes.get(name))]).toEqual([undefined, undefined]);
  });

  it("refuses a header that has lost a part of itself", () => {
    const parts = new Map(splitHeader(encodeHeader(full), 40));
    for (const name of [...parts.keys()].slice(1)) {
      const left = new Map(parts);
      left.delete(name);
      expect(() => joinHeader((each) => left.get(each))).toThrow(expect.objectContaining({ code: "HEADER" }));
    }
  });
});

describe("isReserved", () => {
  it("holds for the header's names only", () => {
    expect(["hopspan", "hopspan.1", "hopspan.12"].map(isReserved)).toEqual([true, true, true]);
    expect(
      ["Hopspan", "hopspan.", "hopspan.0", "hopspan.01", "hopspan.1a", "hopspans", "x.hopspan"].map(isReserved),
    ).toEqual(Array(7).fill(false));
  });
});
