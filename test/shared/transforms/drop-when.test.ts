import { describe, expect, it } from "vitest";
import { dropWhen } from "../../../shared/transforms/drop-when.ts";
import { jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("drop-when", {
  body: { status: "PAID", internal: false },
  refused: [{}, "", 7, null, { when: "" }, { when: "true", otherwise: "x" }, ["true"], "x".repeat(5000)],
});

const step = (options: unknown) => dropWhen.create(options, someTools);

describe("dropWhen", () => {
  it("drops a message where the expression is true, and hands on the very message where it is false", () => {
    const paid = textMessage('{ "status" : "PAID" }');
    expect(step('body.status == "PAID"')(paid)).toEqual([]);
    expect(step({ when: 'body.status == "NEW"' })(paid)).toEqual([paid]);
  });

  it("refuses a message that the expression can't judge", () => {
    expect(() => step("body.n")(jsonMessage({ n: 7 }))).toThrow("true or false was expected");
  });
});
