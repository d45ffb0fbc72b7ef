import { describe, expect, it } from "vitest";
import { decrypt } from "../../../shared/transforms/decrypt.ts";
import { encrypt } from "../../../shared/transforms/encrypt.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("encrypt", {
  body: { customer: { email: "jane@example.com" }, items: [{ note: "n" }, {}] },
  refused: [
    undefined,
    {},
    { fields: ["a"] },
    { with: "data-key" },
    { fields: [], with: "data-key" },
    { fields: ["a"], with: "" },
  ],
});

const options = { fields: ["customer.email", "items[*].note"], with: "data-key" };

describe("encrypt", () => {
  it("seals every place, and leaves all else as written", () => {
    const message = textMessage(
      '{"customer":{"email":"jane@example.com"},"items":[{"note":"n"},{"note":null},{}],"n":1.0}',
    );
    const [body = ""] = bodies(encrypt.create(options, someTools)(message));
    expect(body).toMatch(
      /^\{"customer":\{"email":"sealed1\.[^"]+"\},"items":\[\{"note":"sealed1\.[^"]+"\},\{"note":null\},\{\}\],"n":1\.0\}$/,
    );
  });

  it("makes equal values of different messages look different", () => {
    const sealed = ["m1", "m2"].flatMap((id) =>
      bodies(encrypt.create({ fields: ["a"], with: "data-key" }, someTools)(jsonMessage({ a: "x" }, { id }))),
    );
    expect(sealed[0]).not.toBe(sealed[1]);
  });

  it("is undone by decrypt, also once the message has another id", () => {
    const message = textMessage('{"customer":{"email":{"a":1.0}},"items":[{"note":12345678901234567890}]}');
    const sealed = encrypt
      .create(
        options,
        someTools,
      )(message)
      .map((each) => ({ ...each, id: "other" }));
    expect(bodies(sealed.flatMap(decrypt.create(options, someTools)))).toEqual(bodies([message]));
  });

  it("refuses a body of another shape instead of letting the field slip by", () => {
    expect(() => encrypt.create(options, someTools)(jsonMessage({ customer: ["x"] }))).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });

  it("refuses a short secret before any message comes", () => {
    expect(() => encrypt.create(options, { secret: () => Buffer.alloc(16) })).toThrow("secret data-key has 16 bytes");
  });
});
