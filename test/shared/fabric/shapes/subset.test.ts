import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Answer } from "../../../../shared/fabric/shapes/answer.ts";
import { shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { compareShapes } from "../../../../shared/fabric/shapes/subset.ts";

/** What the first schema takes, against what the second takes. */
const taken = (before: z.ZodType, after: z.ZodType): Answer => {
  const read = shapeReader();
  return compareShapes(read(before, "input"), read(after, "input"));
};
/** What the first schema gives, against what the second takes. */
const given = (before: z.ZodType, after: z.ZodType): Answer => {
  const read = shapeReader();
  return compareShapes(read(before, "output"), read(after, "input"));
};
const said = (answer: Answer) => (answer.kind === "fits" ? "fits" : `${answer.kind} ${answer.at}: ${answer.why}`);

interface Node {
  readonly value: string;
  readonly kids: readonly Node[];
}
const tree: z.ZodType<Node> = z.object({ value: z.string(), kids: z.array(z.lazy(() => tree)) });
interface Numbered {
  readonly value: number;
  readonly kids: readonly Numbered[];
}
const numbers: z.ZodType<Numbered> = z.object({ value: z.number(), kids: z.array(z.lazy(() => numbers)) });
const isEven = z.number().refine((value) => value % 2 === 0);
const kinds = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("a"), size: z.number() }),
  z.object({ kind: z.literal("b"), name: z.string() }),
]);

describe("a shape fits another", () => {
  it.each<[string, z.ZodType, z.ZodType]>([
    ["where it is the same", kinds, kinds],
    ["whole numbers numbers", z.int(), z.number()],
    ["a range a wider one", z.int().min(1).max(5), z.number().positive().lt(6)],
    ["above zero at least one, of whole numbers", z.int().positive(), z.int().min(1)],
    ["steps of ten steps of five", z.number().multipleOf(10), z.number().multipleOf(5)],
    ["literals a list of them", z.literal("a"), z.enum(["a", "b"])],
    ["literals what they match", z.enum(["ab", "ac"]), z.string().regex(/^a/).min(2)],
    ["a truth a choice of both", z.boolean(), z.union([z.literal(true), z.literal(false)])],
    ["what is there what may be null", z.string(), z.string().nullable()],
    ["lengths wider ones", z.string().min(3).max(4), z.string().min(1).max(9)],
    ["a moment in UTC one with an offset", z.iso.datetime(), z.iso.datetime({ offset: true })],
    ["anything what takes anything", z.unknown(), z.any()],
    ["nothing whatever there is", z.never(), z.string()],
    ["a tuple a list of its kinds", z.tuple([z.string(), z.int()]), z.array(z.union([z.string(), z.number()])).max(2)],
    ["a field more one that names fewer", z.object({ a: z.string(), b: z.int() }), z.object({ a: z.string() })],
    ["a field one that may be missing", z.object({ a: z.string() }), z.object({ a: z.string().optional() })],
    [
      "a table of known keys an object",
      z.record(z.enum(["a", "b"]), z.int()),
      z.strictObject({ a: z.int(), b: z.number() }),
    ],
    ["an object a table", z.strictObject({ a: z.int(), b: z.int() }), z.record(z.string(), z.number())],
    ["one kind of several all of them", z.object({ kind: z.literal("b"), name: z.string() }), kinds],
    [
      "both parts of an object each of them",
      z.object({ a: z.string() }).and(z.object({ b: z.int() })),
      z.object({ b: z.number() }),
    ],
    ["what holds itself what holds itself", tree, tree],
    ["JSON JSON", z.json(), z.json()],
    ["a check itself", isEven, isEven],
    ["a check of an object itself", z.object({ n: isEven.optional() }), z.object({ n: isEven.optional() })],
  ])("%s", (_, before, after) => {
    expect(said(taken(before, after))).toBe("fits");
  });

  it("that takes what a default fills in", () => {
    const before = z.object({ a: z.string().default("x"), b: z.string() });
    expect(said(given(before, z.object({ a: z.string() })))).toBe("fits");
  });
});

describe("a shape does not fit another", () => {
  it.each<[string, z.ZodType, z.ZodType, string]>([
    ["of another kind", z.string(), z.int(), ": text comes, a whole number was expected"],
    ["that is narrower", z.number(), z.int(), ": any number may come, a whole number was expected"],
    [
      "with a smaller range",
      z.int().min(0),
      z.int().min(1),
      ": at least 0 and at most 9007199254740991 may come, at least 1 was expected",
    ],
    ["with longer texts", z.string(), z.string().min(1), ": text of 0 characters may come, at least 1 were expected"],
    ["with a pattern", z.string(), z.string().regex(/^[A-Z]{3}$/), ": text that matches ^[A-Z]{3}$ was expected"],
    ["with a pattern that has flags", z.string(), z.string().regex(/^a/i), ": text that matches /^a/i was expected"],
    ["with a format", z.string(), z.iso.datetime(), ": text as date-time was expected"],
    ["of a few texts", z.string(), z.enum(["a", "b"]), ': "a" or "b" was expected'],
    ["of other texts", z.literal("c"), z.enum(["a", "b"]), ': "a" or "b" was expected'],
    ["that is never null", z.string().nullable(), z.string(), ": null comes, text was expected"],
    ["with steps", z.number(), z.number().multipleOf(5), ": a multiple of 5 was expected"],
    ["that takes nothing", z.string(), z.never(), ": nothing is accepted there"],
    ["that needs a field", z.object({}), z.object({ a: z.string() }), "a: may be missing, and is needed"],
    [
      "that needs a field, where there are no others",
      z.strictObject({}),
      z.object({ a: z.string() }),
      "a: is not there, and needed",
    ],
    [
      "that needs what may be missing",
      z.object({ a: z.string().optional() }),
      z.object({ a: z.string() }),
      "a: may be missing, and is needed",
    ],
    ["that has no such field", z.strictObject({ a: z.string() }), z.strictObject({}), "a: is not expected there"],
    [
      "deep inside",
      z.object({ items: z.array(z.object({ n: z.string() })) }),
      z.object({ items: z.array(z.object({ n: z.int() })) }),
      "items[*].n: text comes, a whole number was expected",
    ],
    [
      "at one place",
      z.tuple([z.string(), z.string()]),
      z.tuple([z.string(), z.int()]),
      "[1]: text comes, a whole number was expected",
    ],
    [
      "with fewer entries",
      z.array(z.string()),
      z.array(z.string()).max(3),
      ": a list of any length may come, at most 3 entries were expected",
    ],
    [
      "with more entries",
      z.array(z.string()).max(3),
      z.array(z.string()).min(1),
      ": a list of 0 may come, at least 1 entries were expected",
    ],
    [
      "of other values",
      z.record(z.string(), z.string()),
      z.record(z.string(), z.int()),
      "[*]: text comes, a whole number was expected",
    ],
    [
      "without other fields",
      z.looseObject({}),
      z.strictObject({}),
      ": there may be more fields, which are not expected",
    ],
    [
      "of other forms",
      z.object({ kind: z.literal("c") }),
      kinds,
      ": none of the 2 forms that are accepted has such fields",
    ],
    ["in one of its forms", kinds, z.object({ size: z.number() }), "size: may be missing, and is needed"],
    ["that holds itself", tree, numbers, "value: text comes, a number was expected"],
  ])("%s", (_, before, after, why) => {
    expect(said(taken(before, after))).toBe(`misfit ${why}`);
  });
});

describe("it is undecided whether a shape fits", () => {
  const isLong = z.string().refine((text) => text.length > 3);
  it.each<[string, z.ZodType, z.ZodType, string]>([
    ["what has a check of its own", z.number(), isEven, ": its schema has a check that JSON Schema can't say"],
    [
      "where a check may say more of what comes",
      isLong,
      z.string().min(3),
      ": text of 0 characters may come, at least 3 were expected, and a check says more of what comes",
    ],
    [
      "what is converted",
      z.object({ a: z.string() }),
      z.object({ a: z.coerce.number() }),
      "a: its schema converts it, or has no form in JSON Schema",
    ],
    [
      "what is made of something else",
      z.string(),
      z.preprocess(Number, z.number()),
      ": its schema converts it, or has no form in JSON Schema",
    ],
    ["what has no form", z.string(), z.date(), ": its schema converts it, or has no form in JSON Schema"],
    [
      "what is trimmed and measured",
      z.string(),
      z.string().trim().min(1),
      ": its schema converts it, or has no form in JSON Schema",
    ],
    [
      "a pattern with flags",
      z.string().regex(/^ab/i),
      z.string().regex(/^a/i),
      ": text that matches /^a/i was expected, and what comes is said in another way",
    ],
    [
      "a pattern of another kind",
      z.string().regex(/^ab/),
      z.string().regex(/^a/),
      ": text that matches ^a was expected, and what comes is said in another way",
    ],
    ["of what nothing is said", z.unknown(), z.string(), ": nothing is said of it, text was expected"],
    [
      "what may come beside the fields",
      z.object({ a: z.string() }),
      z.strictObject({ a: z.string() }),
      ": there may be more fields, as nothing is said of them",
    ],
    [
      "a field of which nothing is said",
      z.object({}),
      z.object({ a: z.string().optional() }),
      "a: may be there, as nothing is said of it",
    ],
    [
      "what is said in parts",
      isLong.and(z.string().max(9)),
      z.string().min(2).max(9),
      ": what comes is said in several schemas at once",
    ],
  ])("%s", (_, before, after, why) => {
    expect(said(taken(before, after))).toBe(`undecided ${why}`);
  });

  it("where what is given was made of something else", () => {
    expect(said(given(z.string().transform(Number), z.number()))).toBe(
      "undecided : nothing is said of it, a number was expected",
    );
    const trimmed = z.object({ a: z.string().trim() });
    expect(said(given(trimmed, z.object({ a: z.string().min(1) })))).toContain(
      "undecided a: text of 0 characters may come",
    );
  });

  it("of a keyword that is not compared, and of a schema that is not there", () => {
    const text = { type: "array", items: { type: "string" } };
    expect(said(compareShapes(text, { ...text, uniqueItems: true }))).toBe("undecided : its schema says uniqueItems");
    expect(said(compareShapes(text, { $ref: "#/$defs/gone" }))).toBe(
      "undecided : a schema refers to another that is not there",
    );
  });
});
