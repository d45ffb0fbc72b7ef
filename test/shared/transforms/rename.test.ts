import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { rename } from "../../../shared/transforms/rename.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("rename", {
  body: { orderId: "o-1", customer: { id: "c-1" }, items: [{ unitPrice: 1 }, {}] },
  refused: [
    undefined,
    {},
    { fields: {} },
    { fields: { a: "" } },
    { fields: { "a.b": "a.c" } },
    { fields: { a: 1 } },
    { a: "b" },
    { attributes: ["a"] },
  ],
});

const step = (options: unknown) => rename.create(options, someTools);
const renamed = (fields: Record<string, string>, body: string) => bodies(step({ fields })(textMessage(body)));

describe("rename", () => {
  it("changes names in their place and keeps the values exact", () => {
    const fields = { id: "order_id", "customer.id": "customer_id", "items[*].p": "price" };
    expect(renamed(fields, '{"id":1.0,"customer":{"id":"c","x":1},"items":[{"p":12345678901234567890},{}]}')).toEqual([
      '{"order_id":1.0,"customer":{"customer_id":"c","x":1},"items":[{"price":12345678901234567890},{}]}',
    ]);
  });

  it("renames an object and its fields in one step, by the names that came in", () => {
    expect(renamed({ a: "x", "a.b": "y" }, '{"a":{"b":1}}')).toEqual(['{"x":{"y":1}}']);
  });

  it("swaps two names", () => {
    expect(renamed({ a: "b", b: "a" }, '{"a":1,"b":2}')).toEqual(['{"b":1,"a":2}']);
  });

  it("refuses a name that is taken, in the body and among the attributes", () => {
    expect(() => renamed({ a: "b" }, '{"a":1,"b":2}')).toThrow(
      expect.objectContaining({ code: "NAME_TAKEN", message: "the message has a field b already" }),
    );
    expect(() => renamed({ a: "c", b: "c" }, '{"a":1,"b":2}')).toThrow("the message has a field c already");
    const attributes = new Map([
      ["a", text("1")],
      ["b", text("2")],
    ]);
    expect(() => step({ attributes: { a: "b" } })(aMessage({ attributes }))).toThrow(
      "the message has an attribute b already",
    );
  });

  it("renames attributes with their types, without touching the body", () => {
    const attributes = new Map([["a", { type: "Number.int", value: "1" }]]);
    const message = aMessage({ body: Uint8Array.of(0xff), attributes });
    const [changed] = step({ attributes: { a: "b", missing: "c" } })(message);
    expect(changed).toEqual({ ...message, attributes: new Map([["b", { type: "Number.int", value: "1" }]]) });
  });

  it("hands on the very message where there is nothing to rename", () => {
    const message = textMessage('{ "other" : 1 }');
    const [same] = step({ fields: { a: "b", "c.d": "e" } })(message);
    expect(same).toBe(message);
  });

  it("refuses a body that holds no object where the field should stand", () => {
    expect(() => step({ fields: { a: "b" } })(jsonMessage(["a"]))).toThrow("an object that holds a was expected");
  });

  it("refuses a path that does not end in a name", () => {
    expect(() => step({ fields: { "items[*]": "b" } })).toThrow('path "items[*]" must end in a field\'s name');
  });
});
