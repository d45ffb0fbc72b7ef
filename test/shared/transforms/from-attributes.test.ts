import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { fromAttributes } from "../../../shared/transforms/from-attributes.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("from-attributes", {
  body: { id: "o-1" },
  refused: [
    undefined,
    {},
    { attributes: {} },
    { attributes: ["a"] },
    { attributes: { a: "" } },
    { fields: { a: "b" } },
  ],
});

const step = (options: unknown) => fromAttributes.create(options, someTools);
const typed = (type: string, value: string) => new Map([["a", { type, value }]]);

describe("fromAttributes", () => {
  it("puts text, numbers as written and base64 where the paths lead", () => {
    const attributes = new Map([
      ["t", text("1")],
      ["n", { type: "Number.int", value: "12345678901234567890" }],
      ["b", { type: "Binary", value: "AAE=" }],
    ]);
    const put = step({ attributes: { t: "meta.t", n: "n", b: "b", missing: "m" } })(
      textMessage('{"a":1.0}', { attributes }),
    );
    expect(bodies(put)).toEqual(['{"a":1.0,"meta":{"t":"1"},"n":12345678901234567890,"b":"AAE="}']);
    expect(put[0]?.attributes).toEqual(attributes);
  });

  it("takes the attributes off where it is told to", () => {
    const attributes = new Map([
      ["t", text("1")],
      ["other", text("2")],
    ]);
    const [put] = step({ attributes: { t: "t" }, remove: true })(jsonMessage({}, { attributes }));
    expect(put?.attributes).toEqual(new Map([["other", text("2")]]));
  });

  it("hands on the very message, unparsed, where there is none of them", () => {
    const message = aMessage({ body: Uint8Array.of(0xff) });
    expect(step({ attributes: { t: "t" }, remove: true })(message)[0]).toBe(message);
  });

  it.each(["+1", ".5", "01", "1e", "0x10", "NaN", " 1", ""])(
    "refuses the number %j, which JSON can't write",
    (value) => {
      expect(() => step({ attributes: { a: "a" } })(jsonMessage({}, { attributes: typed("Number", value) }))).toThrow(
        expect.objectContaining({ code: "NUMBER", message: "attribute a is no number as JSON writes one" }),
      );
    },
  );

  it("takes a label like Numbered for no number", () => {
    const put = step({ attributes: { a: "a" } })(jsonMessage({}, { attributes: typed("String.Number", "+1") }));
    expect(bodies(put)).toEqual(['{"a":"+1"}']);
  });

  it("refuses a path to many places", () => {
    expect(() => step({ attributes: { a: "list[*]" } })).toThrow("leads to many places");
  });
});
