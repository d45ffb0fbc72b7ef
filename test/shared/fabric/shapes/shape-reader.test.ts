import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Side, shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { compareShapes } from "../../../../shared/fabric/shapes/subset.ts";

const kind = (before: z.ZodType, after: z.ZodType, side: Side = "input") => {
  const read = shapeReader();
  return compareShapes(read(before, side), read(after, "input")).kind;
};

const sku = z.string().meta({ id: "Sku" });
const short = z.string().max(9).meta({ id: "Short" });
const isOdd = z.string().refine((text) => text.length % 2 === 1);
const flagged = z.string().regex(/^[a-z]+$/i);
const pair = z.object({ a: z.string() });
const isKnown = (text: string) => text === "x";
const known = z.stringFormat("known", isKnown);

describe("what a reader says of a schema", () => {
  it.each<[string, z.ZodType, z.ZodType, unknown]>([
    ["a named schema, narrowed later", sku, sku.min(5), "abc"],
    ["a named schema in an object, narrowed later", z.object({ a: sku }), z.object({ a: sku.min(5) }), { a: "abc" }],
    ["a named schema with a check behind its name", sku, sku.refine((text) => text !== "abc"), "abc"],
    ["a pattern with a flag and one without", flagged, flagged.regex(/^.{3}$/), "abcd"],
    ["a pattern with a flag and a format", flagged, flagged.check(z.url()), "abc"],
    ["a pattern with a flag and an address", flagged, flagged.check(z.email()), "abc"],
    ["a pattern with a flag and a start", flagged, flagged.startsWith("x"), "abc"],
    ["the same pattern, with and without a flag", z.email({ pattern: /^A/i }), z.email({ pattern: /^A/ }), "a"],
    ["the same pattern twice, once with a flag", flagged, flagged.regex(/^[a-z]+$/), "A"],
    ["a URL of one protocol", z.url(), z.httpUrl(), "ftp://a.example"],
    ["a URL of another protocol", z.url({ protocol: /^ftp$/ }), z.url({ protocol: /^https$/ }), "ftp://a.example"],
    ["a URL of one host", z.url(), z.url({ hostname: /^a$/ }), "http://b"],
    ["a URL that is measured when it is trimmed", z.url().max(8), z.string().max(8), "http://a "],
    ["a URL that is matched when it is trimmed", z.url().regex(/^http/), z.string().regex(/^http/), " http://a"],
    ["a token of one algorithm", z.jwt(), z.jwt({ alg: "HS256" }), "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30.AA"],
    ["a format of somebody's own", z.string(), known, "y"],
    ["two formats at once", z.ipv6(), z.ipv6().check(z.jwt()), "::1"],
    [
      "a text at a place, over lines",
      z.string().includes("a", { position: 3 }),
      z.string().regex(/^.{3,}a/),
      "\n\n\na",
    ],
    ["a property with a check", pair, pair.check(z.property("a", z.string().min(5))), { a: "abc" }],
    ["a length of what has no type", z.any(), z.any().check(z.minLength(3)), "a"],
    [
      "a length of a choice",
      z.union([z.string(), z.array(z.int())]),
      z.union([z.string(), z.array(z.int())]).check(z.minLength(3)),
      "a",
    ],
    ["a number that JSON never gives", z.literal(1), z.literal(1n), 1],
    ["a length with a name that had another", short, short.max(3), "abcd"],
    ["what is all but a multiple", z.number().multipleOf(10).min(0).max(99), z.int(), 10.000000000000002],
  ])("never says that it fits where it does not: %s", (_, before, after, value) => {
    expect(before.safeParse(value).success).toBe(true);
    expect(after.safeParse(value).success).toBe(false);
    expect(kind(before, after)).not.toBe("fits");
  });

  it.each<[string, z.ZodType, z.ZodType]>([
    [
      "a default that is too short",
      z.object({ a: z.string().min(5).default("x") }),
      z.object({ a: z.string().min(5) }),
    ],
    ["a stand-in that is no number", z.object({ a: z.string().min(5).catch("x") }), z.object({ a: z.string().min(5) })],
    [
      "a stand-in that is made of what came",
      z.object({
        a: z
          .string()
          .min(5)
          .catch(({ value }) => String(value ?? "x")),
      }),
      z.object({ a: z.string().min(5) }),
    ],
    ["a default that fails a check", z.object({ a: isOdd.default("xx") }), z.object({ a: isOdd })],
  ])("nor of what it gives: %s", (_, before, after) => {
    expect(after.safeParse(before.parse({ a: undefined })).success).toBe(false);
    expect(kind(before, after, "output")).not.toBe("fits");
  });

  it.each<[string, z.ZodType, z.ZodType]>([
    ["a named schema itself", z.object({ a: sku, b: sku.min(5) }), z.object({ a: sku, b: sku.min(5) })],
    ["a narrowed schema the wider one", sku.min(5), sku],
    ["two schemas of one name", sku, z.string().meta({ id: "Sku" })],
    ["a pattern with a flag the same one", flagged, z.string().regex(/^[a-z]+$/i)],
    ["literals a pattern with a flag", z.enum(["Ab", "cD"]), flagged],
    ["a picture one", z.literal("😀"), z.emoji()],
    ["a picture a length of one", z.literal("😀"), z.string().length(1)],
    ["a URL of one protocol any", z.httpUrl(), z.url()],
    ["a URL with a length the same", z.url().max(99), z.url().max(99)],
    ["a token of one algorithm any", z.jwt({ alg: "HS256" }), z.jwt()],
    ["a format of somebody's own itself", known.min(1), known],
    ["base64 itself", z.base64(), z.base64()],
    ["cents a multiple of a hundredth", z.literal(19.99), z.number().multipleOf(0.01)],
    [
      "what may be missing what has a default",
      z.object({ a: z.int().optional() }),
      z.object({ a: z.int().default(0) }),
    ],
  ])("says that it fits: %s", (_, before, after) => {
    expect(kind(before, after)).toBe("fits");
  });

  it.each<[string, z.ZodType, z.ZodType]>([
    [
      "what may be missing where something stands in",
      z.object({ a: z.int().optional() }),
      z.object({ a: z.int().catch(0) }),
    ],
    ["steps that doubles can't hold", z.number().multipleOf(0.3), z.number().multipleOf(0.1)],
    ["steps of which none reaches the end", z.number().multipleOf(10).max(15), z.number().max(10)],
    ["one step in a range", z.number().multipleOf(100).min(0).max(99), z.number().multipleOf(30)],
    ["a URL with another length", z.url().max(9), z.url().max(99)],
    ["a check of somebody's own", z.string(), z.string().refine(isKnown)],
  ])("does not call wrong what it can't prove: %s", (_, before, after) => {
    expect(kind(before, after)).toBe("undecided");
  });

  it("says that what a stand-in may replace need not be there", () => {
    const before = z.object({ a: z.unknown().catch(0) });
    expect(kind(before, z.object({ a: z.unknown() }))).toBe("misfit");
    expect(kind(before, z.object({ a: z.unknown() }), "output")).toBe("fits");
  });
});
