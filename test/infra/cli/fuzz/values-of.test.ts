import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { valuesOf } from "../../../../infra/cli/fuzz/values-of.ts";
import { flight } from "../../../../shared/schemas/flight.ts";
import { order } from "../../../../shared/schemas/order.ts";

const many = { seed: 7, numRuns: 500 };
const json = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Readonly<Record<string, unknown>>;
/** Many values, as JSON brings them. */
const made = (schema: z.ZodType, samples: readonly unknown[] = []) =>
  fc.sample(valuesOf(json(schema), samples), many).map((value): unknown => JSON.parse(JSON.stringify(value)));

const tree: z.ZodType = z.object({
  name: z.string().max(3),
  get children() {
    return z.array(tree).optional();
  },
});

describe("values of a schema", () => {
  it.each<[string, z.ZodType]>([
    ["texts of a length", z.string().min(2).max(5)],
    ["texts of a pattern", z.string().regex(/^[A-Z]{3}-\d+$/)],
    ["times", z.object({ a: z.iso.datetime({ offset: true }), b: z.iso.date(), c: z.iso.time() })],
    ["e-mail addresses, ids and addresses", z.tuple([z.email(), z.uuid(), z.url(), z.ipv4(), z.ipv6()])],
    ["whole numbers", z.number().int()],
    ["whole numbers of a range", z.int().min(-3).max(12)],
    ["numbers of an open range", z.number().gt(2).lt(2.5)],
    ["numbers without a bound", z.number().nonnegative()],
    ["huge numbers", z.number().min(1e300)],
    ["steps", z.number().multipleOf(5)],
    ["choices", z.union([z.literal("a"), z.enum(["b", "c"]), z.boolean(), z.null()])],
    ["lists of a length", z.array(z.int()).min(2).max(3)],
    [
      "objects with what may be missing",
      z.strictObject({ a: z.string(), b: z.int().optional(), c: z.null().default(null) }),
    ],
    ["tables", z.record(z.string().regex(/^[a-z]+$/), z.int())],
    ["both of two", z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() }))],
    ["trees", tree],
    ["anything", z.unknown()],
  ])("are values that it takes: %s", (_, schema) => {
    const refused = made(schema).filter((value) => !schema.safeParse(value).success);
    // A tree ends somewhere, at times with what is none.
    expect(schema === tree ? refused.length < many.numRuns / 2 : refused).toEqual(schema === tree ? true : []);
  });

  it("are empty, long, odd, huge and missing at times, and strangers are among them", () => {
    const schema = z.object({
      text: z.string().max(300),
      number: z.number(),
      may: z.string().optional(),
      list: z.array(z.int()),
    });
    const values = made(schema) as readonly z.output<typeof schema>[];
    expect(values.some(({ text }) => text === "")).toBe(true);
    expect(values.some(({ text }) => text.length === 300)).toBe(true);
    expect(values.some(({ text }) => /\p{Cf}|\p{Emoji_Presentation}|\p{Cc}/u.test(text))).toBe(true);
    expect(values.some(({ number }) => Math.abs(number) === Number.MAX_VALUE)).toBe(true);
    expect(values.some(({ number }) => Math.abs(number) >= 2 ** 53)).toBe(true);
    expect(values.some((value) => !("may" in value))).toBe(true);
    expect(values.some(({ list }) => list.length === 0)).toBe(true);
    expect(values.some((value) => Object.keys(value).some((key) => !Object.hasOwn(schema.shape, key)))).toBe(true);
  });

  it("are the same for the same seed, and others for another", () => {
    const schema = json(order);
    const of = (seed: number) => JSON.stringify(fc.sample(valuesOf(schema), { seed, numRuns: 20 }));
    const [one, again, other] = [of(1), of(1), of(2)];
    expect([again === one, other === one]).toEqual([true, false]);
  });

  it("pass checks that JSON Schema can't say where parts of a good value help", () => {
    const good = { date: "2001/01/01 00:47", delay: 66, distance: 1750, origin: "DTW", destination: "LAS" };
    const fitting = (samples: readonly unknown[]) =>
      made(flight, samples).filter((value) => flight.safeParse(value).success);
    expect(fitting([])).toEqual([]);
    const distinct = new Set(fitting([good]).map((value) => JSON.stringify(value)));
    expect(distinct.size).toBeGreaterThan(50);
  });
});
