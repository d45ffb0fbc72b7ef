import { describe, expect, it } from "vitest";
import { parseJson } from "../../../../shared/core/json.ts";
import { copiedPlace } from "../../../../shared/transforms/parts/copied-place.ts";

const body = parseJson('{"a":{"b":1.0},"list":[{"x":2}],"odd.name":3,"__proto__":4}').value;
const found = (expression: string) => JSON.stringify(copiedPlace(expression)?.(body));

describe("an expression that only copies a place", () => {
  it.each([
    ["body.a.b", "1.0"],
    ["body.a", '{"b":1.0}'],
    ["body.list[0].x", "2"],
    ['body["odd.name"]', "3"],
    [" body.a.b\n", "1.0"],
    ["body.__proto__", "4"],
  ])("is %j, and gives what stands there as it is written", (expression, json) => {
    expect(found(expression)).toBe(json);
  });

  it("gives nothing where nothing stands, also where a prototype has a member of that name", () => {
    for (const each of ["body.b", "body.a[0]", "body.list.length", "body.a.toString", "body.list[1]"])
      expect(copiedPlace(each)?.(body)).toBeUndefined();
  });

  it.each([
    "body",
    "body.a + 1",
    "body.a.size()",
    "bodyx.a",
    "attributes.a",
    "body[body.a]",
    'body["\\u0061"]',
    "body .a",
  ])("is not %j", (expression) => {
    expect(copiedPlace(expression)).toBeUndefined();
  });

  it("is none beyond the steps of a path", () => {
    expect(copiedPlace(`body${".a".repeat(40)}`)).toBeUndefined();
  });
});
