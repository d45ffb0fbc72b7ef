import { describe, expect, it } from "vitest";
import { split } from "../../../shared/transforms/split.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("split", {
  body: (example: object) =>
    "at" in example ? { items: [{ sku: "a" }, { sku: "b" }], order: { items: [1, 2], id: "o-1" } } : [{ sku: "a" }],
  refused: ["items", { at: "" }, { at: 1 }, { as: "" }, { whenEmpty: "pass" }, { path: "items" }],
});

const step = (options: unknown) => split.create(options, someTools);
const parts = (options: unknown, body: string) => bodies(step(options)(textMessage(body)));

describe("split", () => {
  it("makes a message of each item, numbers as written", () => {
    expect(parts({}, '[{"a":1.0},12345678901234567890,null]')).toEqual(['{"a":1.0}', "12345678901234567890", "null"]);
    expect(parts({ at: "a.b" }, '{"a":{"b":["x","y"]}}')).toEqual(['"x"', '"y"']);
  });

  it("puts the item beside the rest of the body, where the list stood last", () => {
    expect(parts({ at: "order.items", as: "item" }, '{"id":1.0,"order":{"items":[7,8],"n":2}}')).toEqual([
      '{"id":1.0,"order":{"n":2},"item":7}',
      '{"id":1.0,"order":{"n":2},"item":8}',
    ]);
    expect(parts({ at: "items", as: "items" }, '{"items":[7]}')).toEqual(['{"items":7}']);
  });

  it("gives every part the attributes and the key", () => {
    const message = jsonMessage([1, 2], {
      orderingKey: "k",
      attributes: new Map([["a", { type: "String", value: "1" }]]),
    });
    const rest = step({})(message).map(({ body: _, ...each }) => each);
    const { body: _, ...expected } = message;
    expect(rest).toEqual([expected, expected]);
  });

  it("drops a message whose list is empty, or refuses it where it is told to", () => {
    expect(parts({}, "[]")).toEqual([]);
    expect(() => parts({ whenEmpty: "refuse" }, "[]")).toThrow(expect.objectContaining({ code: "EMPTY" }));
  });

  it.each([
    [{}, '{"a":1}', "a list was expected as the body, to be split"],
    [{ at: "a.b" }, '{"a":{"c":[1]}}', "a list was expected at a.b, to be split"],
    [{ at: "a.b", as: "x" }, '"text"', "a list was expected at a.b, to be split"],
  ])("refuses a body without a list for %j", (options, body, message) => {
    expect(() => parts(options, body)).toThrow(expect.objectContaining({ code: "SHAPE", message }));
  });

  it("refuses a name that is taken", () => {
    expect(() => parts({ at: "items", as: "id" }, '{"items":[1],"id":2}')).toThrow("the body has a field id already");
  });

  it("refuses more messages, or more bytes, than one message may become", () => {
    const items = Array.from({ length: 10_001 }, () => 0);
    expect(() => step({})(jsonMessage(items))).toThrow(expect.objectContaining({ code: "TOO_MANY" }));
    const heavy = jsonMessage({ items: items.slice(1), rest: "x".repeat(10_000) });
    expect(() => step({ at: "items", as: "item" })(heavy)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });

  it("refuses options that a schema can't tell", () => {
    expect(() => step({ at: "items[*].x" })).toThrow('split: path "items[*].x" must be names alone: one list is split');
    expect(() => step({ as: "x" })).toThrow("split: as needs at: a list has no rest beside it");
  });
});
