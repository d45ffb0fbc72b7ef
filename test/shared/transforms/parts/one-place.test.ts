import { describe, expect, it } from "vitest";
import { parsePath } from "../../../../shared/core/json-path.ts";
import { onePlace } from "../../../../shared/transforms/parts/one-place.ts";

describe("onePlace", () => {
  it("hands on a path of names and numbers", () => {
    const path = parsePath("a.list[0].b");
    expect(onePlace(path)).toBe(path);
  });

  it("refuses a path that leads to many places", () => {
    expect(() => onePlace(parsePath("list[*].b"))).toThrow(
      'path "list[*].b" leads to many places, one was expected: leave out [*]',
    );
  });
});
