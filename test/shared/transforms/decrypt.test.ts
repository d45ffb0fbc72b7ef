import { describe, expect, it } from "vitest";
import { decrypt } from "../../../shared/transforms/decrypt.ts";
import { keyOf, seal } from "../../../shared/transforms/parts/seal.ts";
import { bodies, jsonMessage, someTools, transformSuite } from "../../suites/transform-suite.ts";

const tools = { secret: (name: string) => Buffer.alloc(32, name) };
const sealed = (value: string, name: string) => seal(value, keyOf(name, tools.secret(name)), "any");

transformSuite("decrypt", {
  body: {
    customer: { email: seal("jane", keyOf("k", someTools.secret("data-key")), "any") },
    items: [{ note: seal([1], keyOf("k", someTools.secret("data-key")), "any") }],
  },
  refused: [undefined, {}, { fields: ["a"] }, { fields: ["a"], with: [] }, { fields: ["a"], with: [""] }],
});

describe("decrypt", () => {
  it("opens what either key has sealed", () => {
    const message = jsonMessage({ a: sealed("new", "new"), b: sealed("old", "old"), c: null });
    const step = decrypt.create({ fields: ["a", "b", "c", "d"], with: ["new", "old"] }, tools);
    expect(bodies(step(message))).toEqual(['{"a":"new","b":"old","c":null}']);
  });

  it("refuses a value that is not sealed, and one of another key", () => {
    const step = decrypt.create({ fields: ["a"], with: "new" }, tools);
    expect(() => step(jsonMessage({ a: "plain" }))).toThrow("what encrypt has sealed was expected");
    expect(() => step(jsonMessage({ a: sealed("x", "old") }))).toThrow(
      "a value sealed by a key that this step has was expected",
    );
  });
});
