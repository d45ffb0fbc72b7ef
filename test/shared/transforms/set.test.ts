import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { set } from "../../../shared/transforms/set.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("set", {
  body: { price: 19.99, quantity: 2, country: "DE" },
  refused: [
    undefined,
    {},
    { fields: {} },
    { fields: "a" },
    { attributes: { a: 1 } },
    { attributes: { a: { cel: "" } } },
    { attributes: { a: { cel: "1", other: 1 } } },
    { values: { a: 1 } },
  ],
});

const step = (options: unknown) => set.create(options, someTools);
const written = (fields: Record<string, unknown>, body: string) => bodies(step({ fields })(textMessage(body)));

describe("set", () => {
  it("writes constants of any kind, makes absent objects, and leaves all other numbers exact", () => {
    const fields = { a: null, "meta.tags": ["x"], "meta.version": 2, list: { cel: "size(body.list)" } };
    expect(written(fields, '{"n":1.0,"list":[1,2]}')).toEqual([
      '{"n":1.0,"list":2,"a":null,"meta":{"tags":["x"],"version":2}}',
    ]);
  });

  it("computes every expression over the message as it came in", () => {
    const fields = { a: { cel: "body.b" }, b: { cel: "body.a" }, "items[*].c": { cel: "body.a + body.b" } };
    expect(written(fields, '{"a":1,"b":2,"items":[{},{}]}')).toEqual(['{"a":2,"b":1,"items":[{"c":3},{"c":3}]}']);
  });

  it("writes lists, objects, dates and whole numbers beyond 2^53", () => {
    const fields = {
      big: { cel: "body.big" },
      list: { cel: "body.items.map(item, item.sku)" },
      constant: { cel: "12345678901234567891" },
      map: { cel: '{"a": body.items[0]}' },
      at: { cel: 'timestamp("2026-01-02T03:04:05Z")' },
    };
    expect(written(fields, '{"big":12345678901234567890,"items":[{"sku":"x"}]}')).toEqual([
      '{"big":12345678901234567890,"items":[{"sku":"x"}],"list":["x"],"constant":12345678901234567891,"map":{"a":{"sku":"x"}},"at":"2026-01-02T03:04:05.000Z"}',
    ]);
  });

  it("keeps all digits of numbers where an expression only copies them", () => {
    const body = '{"a":0.12345678901234567890,"o":{"x y":[1e400,1.0]}}';
    const fields = { b: { cel: " body.a " }, c: { cel: "body.o" }, d: { cel: 'body.o["x y"][0]' } };
    expect(written(fields, body)).toEqual([
      `${body.slice(0, -1)},"b":0.12345678901234567890,"c":{"x y":[1e400,1.0]},"d":1e400}`,
    ]);
    const [changed] = step({ attributes: { a: { cel: "body.a" }, big: { cel: "body.big" } } })(
      textMessage('{"a":1.10,"big":12345678901234567890}'),
    );
    expect([...(changed?.attributes ?? [])]).toEqual([
      ["a", text("1.10")],
      ["big", text("12345678901234567890")],
    ]);
  });

  it("fails for a copy of nothing as any expression does", () => {
    for (const cel of ["body.b", "body.list[7]", 'body["b"].c'])
      expect(() => written({ a: { cel } }, '{"list":[]}')).toThrow(expect.objectContaining({ code: "EXPRESSION" }));
  });

  it("refuses what JSON can't hold", () => {
    expect(() => written({ a: { cel: "1.0 / 0.0" } }, "{}")).toThrow(
      expect.objectContaining({ code: "NO_JSON_VALUE" }),
    );
    expect(() => written({ a: { cel: 'b"x"' } }, "{}")).toThrow(expect.objectContaining({ code: "NO_JSON_VALUE" }));
  });

  it("refuses a constant that JSON can't hold before there is any message, and says which", () => {
    expect(() => step({ fields: { "a.b": Number.POSITIVE_INFINITY } })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            code: "OPTIONS",
            message: expect.stringMatching(
              /^field a\.b can't hold that: the result holds a number: text, finite numbers/,
            ),
          }),
        ],
      }),
    );
  });

  it("writes attributes as text, without touching the body", () => {
    const message = aMessage({ body: Uint8Array.of(0xff), attributes: new Map([["a", text("1")]]), orderingKey: "k" });
    const attributes = { a: "2", key: { cel: "key" }, size: { cel: "size(attributes)" }, same: { cel: "key == 'k'" } };
    const [changed] = step({ attributes })(message);
    expect(changed?.body).toBe(message.body);
    expect([...(changed?.attributes ?? [])]).toEqual([
      ["a", text("2")],
      ["key", text("k")],
      ["size", text("1")],
      ["same", text("true")],
    ]);
  });

  it("refuses an attribute that is no text", () => {
    expect(() => step({ attributes: { a: { cel: "body.o" } } })(jsonMessage({ o: {} }))).toThrow(
      "attribute a can't hold what its expression gave: text was expected",
    );
  });

  it("refuses a path through another shape, and an item that is not there", () => {
    expect(() => written({ "a.b": 1 }, '{"a":"text"}')).toThrow(expect.objectContaining({ code: "SHAPE" }));
    expect(() => written({ "a[3]": 1 }, '{"a":[]}')).toThrow("it meets an item that is not there");
  });

  it("refuses a wrong expression before any message comes", () => {
    expect(() => step({ fields: { a: { cel: "body +" } } })).toThrow("the expression is wrong at column 7");
    expect(() => step({ fields: { a: { cel: 5 } } })).toThrow("cel must be the text of an expression");
  });

  it("refuses a result that would fill the memory", () => {
    const list = Array.from({ length: 5_000 }, (_, at) => at);
    const step = set.create({ fields: { square: { cel: "body.list.map(x, body.list)" } } }, someTools);
    expect(() => step(jsonMessage({ list }))).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });
});
