import { describe, expect, it } from "vitest";
import { text } from "../../../../shared/core/message.ts";
import { compileExpression } from "../../../../shared/transforms/parts/expression.ts";
import { jsonMessage, textMessage } from "../../../suites/transform-suite.ts";

const order = {
  status: "PAID",
  total: 100.5,
  count: 3,
  none: null,
  tags: ["a", "b"],
  sizes: [1, 2, 3],
  items: [
    { sku: "a", quantity: 2 },
    { sku: "b", quantity: 1.5 },
  ],
};

const attributes = new Map([
  ["tenant", text("a")],
  ["count", { type: "Number.int", value: "42" }],
]);
const evaluate = (expression: string, body: unknown = order) =>
  compileExpression(expression, "any")(jsonMessage(body, { attributes, orderingKey: "k-1" }));

describe("compileExpression", () => {
  it.each([
    "body.total > 100",
    "body.total > 99.5",
    "body.total < 101 && body.total <= 100.5",
    "body.count == 3",
    "body.count == 3.0",
    "body.count != 4",
    "3 == body.count",
    "body.count in [1, 2, 3]",
    "3 in body.sizes",
    "body.sizes[1] == 2",
    "body.sizes[body.count - 1] == 3",
    "size(body.sizes) == body.count",
    "body.count + 1 == 4",
    "1 + body.count > 3",
    "body.count - 1 == 2 && 10 - body.count == 7",
    "body.count * 2 > 5 && 2 * body.count > 5",
    "body.count * 1.5 == 4.5",
    "body.count / 2 == 1.5",
    "body.count % 2 == 1",
    "-body.count < 0",
    "int(body.total) == 100",
    'string(body.count) == "3"',
    "body.none == null && body.count != null",
    'body.count != "3"',
    "has(body.status) && !has(body.missing)",
    'body.tags == ["a", "b"] && "b" in body.tags',
    "body.items.exists(item, item.quantity * 2 > 3)",
    "body.items.all(item, item.quantity >= 1)",
    'body.items.map(item, item.sku) == ["a", "b"]',
    'attributes.tenant == "a" && attributes["count"] == "42" && !("other" in attributes)',
    "int(attributes.count) > 41",
    'key == "k-1" && key.startsWith("k")',
    "true || body.missing",
  ])("finds %s true", (expression) => {
    expect(evaluate(expression)).toBe(true);
  });

  it("compares whole numbers beyond 2^53 exactly, and any spelling of a number by its value", () => {
    const message = textMessage('{"big":9007199254740993,"huge":12345678901234567890,"one":1.0,"endless":1e400}');
    const holds = (expression: string) => compileExpression(expression, "bool")(message);
    expect(holds("body.big == 9007199254740993 && body.big != 9007199254740992")).toBe(true);
    expect(holds("body.big > 9007199254740992 && body.huge > 9007199254740993")).toBe(true);
    expect(holds("body.one == 1 && body.one == 1.0")).toBe(true);
    expect(holds("body.endless > 1.7e308")).toBe(true);
  });

  it.each([
    ['{"constructor":{"name":"x"},"n":1}', 'body.constructor.name == "x" && body.n == 1'],
    ['{"\\u0063onstructor":2}', "body.constructor == 2"],
    ['{"list":[{"constructor":3}]}', "body.list[0].constructor == 3 && size(body.list) == 1"],
    ['{"__proto__":{"a":1}}', '"__proto__" in body && !has(body.a) && !has(body.toString)'],
    ['{"constructor":1,"a":{"b":2}}', 'body.a == {"b": 2} && body.constructor == 1'],
  ])("reads %s as any other body", (body, expression) => {
    expect(compileExpression(expression, "bool")(textMessage(body))).toBe(true);
  });

  it.each([
    [
      "body.total > > 3",
      "the expression is wrong at column 14: unexpected token: GT\n  body.total > > 3\n               ^",
    ],
    [
      "total > 3",
      "the expression is wrong at column 1: unknown variable: total (known are body, attributes, key)\n  total > 3\n  ^",
    ],
    [
      "body.a &&\n  key > 3",
      "the expression is wrong at line 2, column 3: no such overload: string > int\n    key > 3\n    ^",
    ],
    [
      "exec(body)",
      "the expression is wrong at column 1: found no matching overload for 'exec(dyn)'\n  exec(body)\n  ^",
    ],
  ])("shows where %j is wrong", (expression, said) => {
    expect(() => compileExpression(expression, "any")).toThrow(
      expect.objectContaining({ name: "ConfigError", message: said }),
    );
  });

  it("refuses expressions that are too long, too deep or too large", () => {
    const refused = (expression: string, said: string) =>
      expect(() => compileExpression(expression, "any")).toThrow(
        expect.objectContaining({ name: "ConfigError", message: expect.stringContaining(said) }),
      );
    refused(`"${"x".repeat(5000)}"`, "the expression has 5002 characters, at most 4096 were expected");
    refused(`${"(".repeat(60)}1${")".repeat(60)}`, "is wrong at column");
    refused(`${"!".repeat(4000)}true`, "is wrong at column");
    refused(`1${"+1".repeat(1500)}`, "is wrong at column");
    refused(`[${"[".repeat(4000)}`, "is wrong at column");
  });
});
