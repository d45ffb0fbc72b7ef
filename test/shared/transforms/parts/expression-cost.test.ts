import { describe, expect, it } from "vitest";
import { compileExpression } from "../../../../shared/transforms/parts/expression.ts";
import { checkCost, checkSize, macroDepth } from "../../../../shared/transforms/parts/expression-cost.ts";
import { jsonMessage } from "../../../suites/transform-suite.ts";

const numbers = (length: number) => Array.from({ length }, (_, at) => at);
const evaluate = (expression: string, body: unknown) => compileExpression(expression, "any")(jsonMessage(body));

describe("the cost of an expression", () => {
  it("is no matter where one list is gone over, however long", () => {
    expect(evaluate("body.list.filter(x, x > 1).size() > 0", { list: numbers(20_000) })).toBe(true);
    expect(evaluate("body.a.all(x, x >= 0) && body.b.all(x, x >= 0)", { a: numbers(9_000), b: numbers(9_000) })).toBe(
      true,
    );
  });

  it("is bounded by the longest list, for lists inside each other", () => {
    const nested = "body.a.all(x, body.b.exists(y, x == y))";
    expect(evaluate(nested, { a: numbers(100), b: numbers(100) })).toBe(true);
    expect(() => evaluate(nested, { a: [1], b: numbers(4_000) })).toThrow(
      expect.objectContaining({ name: "TransformError", code: "TOO_COSTLY" }),
    );
    const deeper = "body.a.all(x, body.a.all(y, body.a.all(z, x + y + z >= 0)))";
    expect(evaluate(deeper, { a: numbers(50) })).toBe(true);
    expect(() => evaluate(deeper, { a: numbers(300) })).toThrow(expect.objectContaining({ code: "TOO_COSTLY" }));
  });

  it("counts a text only where the expression splits it", () => {
    const long = { a: [1], text: "x".repeat(5_000) };
    expect(evaluate("body.a.all(x, body.a.all(y, y == x))", long)).toBe(true);
    const split = 'body.text.split("").all(x, body.text.split("").exists(y, y == x))';
    expect(() => evaluate(split, long)).toThrow(expect.objectContaining({ code: "TOO_COSTLY" }));
  });
});

describe("macroDepth", () => {
  const macro = (over: unknown, inner: unknown) => ({
    op: "rcall",
    args: ["map", over, [{ op: "id", args: "x" }, inner]],
  });
  const value = { op: "value", args: 1 };

  it("counts macros inside macros, not those beside each other or that give the list", () => {
    expect(macroDepth(value)).toBe(0);
    expect(macroDepth({ op: "&&", args: [macro(value, value), macro(value, value)] })).toBe(1);
    expect(macroDepth(macro(macro(value, value), value))).toBe(1);
    expect(macroDepth(macro(value, macro(value, macro(value, value))))).toBe(3);
    expect(macroDepth({ op: "rcall", args: ["size", macro(value, value), []] })).toBe(1);
  });
});

describe("checkCost", () => {
  it("looks into maps as into objects", () => {
    const values = { body: new Map([["list", numbers(4_000)]]) };
    expect(() => checkCost(2, values, false)).toThrow(expect.objectContaining({ code: "TOO_COSTLY" }));
    expect(() => checkCost(1, values, false)).not.toThrow();
  });
});

describe("checkSize", () => {
  it("counts what is written, also where it is held once", () => {
    const list = numbers(5_000);
    expect(() => checkSize(Array.from({ length: 100 }, () => list))).not.toThrow();
    expect(() => checkSize(Array.from({ length: 5_000 }, () => list))).toThrow(
      expect.objectContaining({ code: "TOO_LARGE" }),
    );
    expect(() => checkSize({ a: Array.from({ length: 20 }, () => "x".repeat(1_000_000)) })).toThrow(
      expect.objectContaining({ code: "TOO_LARGE" }),
    );
  });
});
