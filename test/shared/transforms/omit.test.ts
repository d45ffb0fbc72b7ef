import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { omit } from "../../../shared/transforms/omit.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("omit", {
  body: { customer: { id: "c-1", email: "jane@example.com" }, items: [{ sku: "a", note: "n" }], meta: 1 },
  refused: [
    undefined,
    {},
    "a",
    { fields: "a" },
    { fields: [] },
    { fields: [""] },
    { attributes: [7] },
    { paths: ["a"] },
  ],
});

const step = (options: unknown) => omit.create(options, someTools);

describe("omit", () => {
  it("leaves fields out wherever their paths lead, and every other number as it was written", () => {
    const message = textMessage('{"a":{"b":1,"c":2.0},"list":[{"x":1,"y":12345678901234567890},{"y":3}],"odd.name":1}');
    expect(bodies(step({ fields: ["a.b", "list[*].x", '["odd.name"]', "missing"] })(message))).toEqual([
      '{"a":{"c":2.0},"list":[{"y":12345678901234567890},{"y":3}]}',
    ]);
  });

  it("closes the gap of an item", () => {
    expect(bodies(step({ fields: ["list[1]"] })(jsonMessage({ list: [1, 2, 3] })))).toEqual(['{"list":[1,3]}']);
  });

  it("leaves attributes out without touching the body", () => {
    const attributes = new Map([
      ["a", text("1")],
      ["b", text("2")],
    ]);
    const message = aMessage({ body: Uint8Array.of(0xff), attributes });
    expect(step({ attributes: ["a", "missing"] })(message)).toEqual([
      { ...message, attributes: new Map([["b", text("2")]]) },
    ]);
  });

  it("hands on the very message where there is nothing to leave out", () => {
    const message = textMessage('{ "a" : 1 }');
    expect(step({ fields: ["b.c"], attributes: ["d"] })(message)[0]).toBe(message);
  });

  it("refuses a path that meets another shape", () => {
    expect(() => step({ fields: ["a.b"] })(jsonMessage({ a: [1] }))).toThrow(
      expect.objectContaining({ code: "SHAPE", message: expect.stringContaining("path a.b: it meets an array") }),
    );
  });
});
