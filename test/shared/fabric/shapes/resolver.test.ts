import { describe, expect, it } from "vitest";
import { CHECKS } from "../../../../shared/core/shape.ts";
import { resolver } from "../../../../shared/fabric/shapes/resolver.ts";

const root = {
  $defs: { text: { type: "string", [CHECKS]: [1] }, alias: { $ref: "#/$defs/text" }, self: { $ref: "#/$defs/self" } },
};
const resolve = resolver(root);

describe("a schema that refers to another", () => {
  it("is that one, the very same each time", () => {
    expect(resolve({ $ref: "#/$defs/alias" })).toBe(root.$defs.text);
    expect(resolve({ $ref: "#" })).toBe(root);
    const narrow = { $ref: "#/$defs/text", minLength: 5 };
    expect(resolve(narrow)).toBe(resolve(narrow));
  });

  it("keeps what is said beside the reference, and the checks of both", () => {
    expect(resolve({ $ref: "#/$defs/text", minLength: 5, [CHECKS]: [2] })).toEqual({
      type: "string",
      minLength: 5,
      [CHECKS]: [1, 2],
    });
  });

  it("is nothing where it refers to what is not there, or to itself", () => {
    expect(resolve({ $ref: "#/$defs/gone" })).toBeUndefined();
    expect(resolve({ $ref: "#/$defs/self" })).toBeUndefined();
  });
});
