import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { toAttributes } from "../../../shared/transforms/to-attributes.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("to-attributes", {
  body: { customer: { tenant: "a" }, total: 7, country: "DE" },
  refused: [undefined, {}, { fields: {} }, { fields: ["a"] }, { fields: { a: "" } }, { fields: { a: "b" }, remove: 1 }],
  changes: ["attributes"],
});

const step = (options: unknown) => toAttributes.create(options, someTools);

describe("toAttributes", () => {
  it("lifts text, numbers as written and truths, beside the attributes that are there", () => {
    const attributes = new Map([
      ["other", text("1")],
      ["t", text("old")],
    ]);
    const message = textMessage('{"t":"a","n":12345678901234567890,"f":1.0,"yes":true,"none":null}', { attributes });
    const fields = { t: "t", n: "n", f: "f", yes: "yes", none: "none", missing: "missing" };
    const [lifted] = step({ fields })(message);
    expect(lifted?.body).toBe(message.body);
    expect([...(lifted?.attributes ?? [])]).toEqual([
      ["other", text("1")],
      ["t", text("a")],
      ["n", { type: "Number", value: "12345678901234567890" }],
      ["f", { type: "Number", value: "1.0" }],
      ["yes", text("true")],
    ]);
  });

  it("takes the fields out of the body where it is told to", () => {
    const [lifted] = step({ fields: { "a.b": "b" }, remove: true })(jsonMessage({ a: { b: "x", c: 1 } }));
    expect(bodies(lifted ? [lifted] : [])).toEqual(['{"a":{"c":1}}']);
  });

  it("hands on the very message where there is nothing to lift", () => {
    const message = textMessage('{ "a" : 1 }');
    expect(step({ fields: { "b.c": "c" }, remove: true })(message)[0]).toBe(message);
  });

  it("refuses a list, an object and a path to many places", () => {
    expect(() => step({ fields: { a: "a" } })(jsonMessage({ a: [1] }))).toThrow(
      "text, a number or a truth was expected at a, to become an attribute",
    );
    expect(() => step({ fields: { a: "a" } })(jsonMessage({ a: {} }))).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(() => step({ fields: { "a[*]": "a" } })).toThrow("leads to many places");
  });
});
