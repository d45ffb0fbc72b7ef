import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { keepWhen } from "../../../shared/transforms/keep-when.ts";
import { jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("keep-when", {
  body: { status: "PAID", total: 120, items: [{ quantity: 2 }], country: "DE" },
  refused: [{}, "", 7, null, { when: "" }, { when: "true", otherwise: "x" }, ["true"], "x".repeat(5000)],
});

const step = (options: unknown) => keepWhen.create(options, someTools);

describe("keepWhen", () => {
  it("hands on the very message where the expression is true, and drops it where it is false", () => {
    const paid = textMessage('{ "status" : "PAID" }');
    expect(step('body.status == "PAID"')(paid)).toEqual([paid]);
    expect(step({ when: 'body.status == "NEW"' })(paid)).toEqual([]);
  });

  it("never parses the body for an expression that does not name it", () => {
    const message = aMessage({ body: Uint8Array.of(0xff), attributes: new Map([["kind", text("body")]]) });
    expect(step('attributes.kind == "body"')(message)).toEqual([message]);
  });

  it("sees no ordering key as empty text", () => {
    expect(step('key == ""')(jsonMessage({}))).toHaveLength(1);
    expect(step('key == "k"')(jsonMessage({}, { orderingKey: "k" }))).toHaveLength(1);
  });

  it("refuses a message that the expression can't judge", () => {
    expect(() => step("body.n")(jsonMessage({ n: 7 }))).toThrow("true or false was expected");
  });
});
