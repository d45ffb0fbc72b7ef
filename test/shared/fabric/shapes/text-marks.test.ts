import { describe, expect, it } from "vitest";
import { z } from "zod";
import { markText, type TextCheck } from "../../../../shared/fabric/shapes/text-marks.ts";

/** What is left of zod's JSON Schema, and what is added. */
function marked(schema: z.ZodString | z.ZodStringFormat): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema) as Record<string, unknown>;
  const { checks = [], check } = schema._zod.def as { readonly checks?: readonly z.core.$ZodCheck[]; check?: string };
  const own = check === undefined ? [] : [schema._zod.def as unknown as TextCheck];
  markText([...own, ...checks.map(({ _zod }) => _zod.def as unknown as TextCheck)], json, () => 7);
  return json;
}

describe("the marks of a text", () => {
  it("say patterns with their flags, apart from those without", () => {
    expect(marked(z.string().regex(/^a/i).regex(/b/))).toEqual({
      type: "string",
      allOf: [{ pattern: "b" }],
      "x-flagged": [{ source: "^a", flags: "i" }],
      "x-formats": [],
    });
  });

  it("name what no pattern says", () => {
    expect(marked(z.url({ protocol: /^ftp$/ }))).toEqual({
      type: "string",
      format: "uri",
      "x-formats": ["url", "url with a protocol like /^ftp$/"],
    });
    expect(marked(z.email())).toMatchObject({ "x-formats": [] });
    expect(marked(z.string().min(2))).toEqual({ type: "string", minLength: 2 });
  });

  it("say nothing of the length of a URL, which zod trims before", () => {
    expect(marked(z.url().max(9))).toEqual({
      type: "string",
      format: "uri",
      "x-formats": ["url"],
      "x-checks": [7],
    });
  });
});
