import { describe, expect, it } from "vitest";
import { constructId } from "../../../../shared/fabric/deployment/construct-id.ts";

describe("the id of a construct", () => {
  it("is its name, but where every object has a property of that name already", () => {
    for (const each of Object.getOwnPropertyNames(Object.prototype)) expect(constructId(each)).toBe(`${each}_`);
    expect(["orders", "prototype", "constructors"].map(constructId)).toEqual(["orders", "prototype", "constructors"]);
  });
});
