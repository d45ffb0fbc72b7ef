import { describe, expect, it } from "vitest";
import { patternWords } from "../../../shared/fabric/pattern-words.ts";
import { transforms } from "../../../shared/transforms/index.ts";

const patterns = (schema: unknown): readonly string[] =>
  typeof schema !== "object" || schema === null
    ? []
    : Object.entries(schema).flatMap(([key, value]) =>
        key === "pattern" && typeof value === "string" ? String(new RegExp(value)) : patterns(value),
      );

describe("words for patterns", () => {
  it("are found wherever in a schema they stand, and only beside their pattern", () => {
    const zone = { pattern: "^Z/$", patternErrorMessage: "must be Z/" };
    const schema = { anyOf: [{ properties: { zone } }, { pattern: "a" }], patternErrorMessage: "must be odd" };
    expect([...patternWords(schema)]).toEqual([["/^Z\\/$/", "must be Z/"]]);
  });

  it.each(Object.keys(transforms))("are there for all that %s asks for, and say what must be", async (name) => {
    const { options } = (await transforms[name]?.()) ?? {};
    const words = patternWords(options);
    expect(patterns(options).filter((each) => !words.get(each)?.startsWith("must be "))).toEqual([]);
  });
});
