import { describe, expect, it } from "vitest";
import { condition } from "../../../../shared/transforms/parts/condition.ts";
import { jsonMessage } from "../../../suites/transform-suite.ts";

describe("condition", () => {
  it("reads the expression alone, or under when", () => {
    expect(condition("body.n == 1")(jsonMessage({ n: 1 }))).toBe(true);
    expect(condition({ when: "body.n == 1" })(jsonMessage({ n: 2 }))).toBe(false);
  });

  it.each([
    ["body.missing == 1", 'no such key at column 6, "missing"'],
    ["body.n > 'a'", "no such overload at column 1, \"body.n > 'a'\""],
  ])("refuses a message that %s can't judge, without quoting it", (when, said) => {
    expect(() => condition(when)(jsonMessage({ n: 12345 }))).toThrow(
      expect.objectContaining({
        name: "TransformError",
        code: "EXPRESSION",
        message: `the expression could not be evaluated: ${said}`,
      }),
    );
  });

  it("refuses a result that is neither true nor false", () => {
    expect(() => condition("body.n")(jsonMessage({ n: 12345 }))).toThrow(
      "the expression gave a value of type number, true or false was expected",
    );
    expect(() => condition("body.n")(jsonMessage({ n: null }))).toThrow("a value of type null");
  });

  it("refuses an expression that can never be true or false", () => {
    expect(() => condition('"PAID"')).toThrow('the expression "\\"PAID\\"" gives a string, true or false was expected');
  });
});
