import { describe, expect, it } from "vitest";
import { compileExpression } from "../../../../shared/transforms/parts/expression.ts";
import { slowPattern } from "../../../../shared/transforms/parts/linear-pattern.ts";
import { jsonMessage } from "../../../suites/transform-suite.ts";

const quoted = (pattern: string) => `body.x.matches(${JSON.stringify(pattern)})`;

describe("a pattern", () => {
  it.each(["", "^DE$", "[\\w.+-]+@[a-z]+\\.(com|org)", "(?:a|b)*?c", "\\bfoo\\b", "[0-9]{4}-[0-9]{2}", "a{16}a{4}"])(
    "may be %s",
    (pattern) => {
      expect(slowPattern(pattern)).toBeUndefined();
    },
  );

  it.each(["(a)\\1", "(?=a)b", "(?<x>a)\\k<x>", "a{17}", "(a{4}){5}"])(
    "may not be %s, which can take for ever",
    (pattern) => {
      expect(slowPattern(pattern)).toContain("it can take for ever");
      expect(() => compileExpression(quoted(pattern), "bool")).toThrow(
        /the pattern ".+" of matches: it can take for ever/,
      );
    },
  );

  it("may not be what is no pattern at all", () => {
    expect(() => compileExpression(quoted("("), "bool")).toThrow(
      'the pattern "(" of matches: it is no regular expression',
    );
  });

  it.each(["body.x.matches(body.y)", 'body.x.matches("a" + key)', "body.list.exists(i, key.matches(i))"])(
    "may not come with a message: %s",
    (expression) => {
      expect(() => compileExpression(expression, "bool")).toThrow("the pattern of matches must be a text of its own");
    },
  );

  it.each(["(a+)+$", "(a|a)+$", "(a*)*b", "a*a*a*a*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])(
    "is matched to its end, though it could be tried in more ways than there is time for: %s",
    (pattern) => {
      const matches = compileExpression(quoted(pattern), "bool");
      expect(matches(jsonMessage({ x: `${"a".repeat(50_000)}!` }))).toBe(false);
    },
  );

  it("finds what it always found", () => {
    const matches = compileExpression(`${quoted("^(a+)+$")} && ${quoted("aa")}`, "bool");
    expect(matches(jsonMessage({ x: "a".repeat(50) }))).toBe(true);
  });
});
