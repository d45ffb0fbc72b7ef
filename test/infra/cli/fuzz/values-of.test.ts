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
    ["texts of a length in characters, whatever units they have", z.string().length(1)],
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
    ["tables of an enum", z.record(z.enum(["a", "b"]), z.object({ n: z.int() }))],
    ["tables of an enum that may be missing", z.partialRecord(z.enum(["a", "b"]), z.int())],
    ["classes of Unicode", z.string().regex(/^\p{L}{2}$/u)],
    ["texts of several patterns", z.string().regex(/^a/).regex(/b$/).min(5).max(6)],
    ["texts with a beginning, a part and an end", z.string().startsWith("ab").includes("x").endsWith("cd").lowercase()],
    ["two patterns of two schemas", z.intersection(z.string().regex(/^a/), z.string().regex(/z$/).min(4))],
    [
      "patterns of a length",
      z
        .string()
        .regex(/^[a-z]+$/)
        .min(50)
        .max(60),
    ],
    ["patterns that look ahead", z.string().regex(/^(?=.*\d)(?!.*x)[a-z\d]{4,8}$/)],
    ["e-mail addresses of a length", z.email().max(12)],
    ["addresses of networks", z.tuple([z.ipv6(), z.cidrv4(), z.cidrv6(), z.mac(), z.hostname(), z.httpUrl()])],
    ["ids", z.tuple([z.ulid(), z.nanoid(), z.cuid(), z.cuid2(), z.xid(), z.ksuid(), z.guid(), z.uuidv7()])],
    ["codes", z.tuple([z.jwt(), z.base64(), z.base64url(), z.hex(), z.e164(), z.emoji(), z.hash("sha256")])],
    [
      "times of all kinds",
      z.tuple([z.iso.datetime(), z.iso.datetime({ local: true }), z.iso.datetime({ precision: 0 }), z.iso.duration()]),
    ],
    ["long lists", z.array(z.string()).min(1_000)],
    ["trees", tree],
    ["anything", z.unknown()],
  ])("are values that it takes: %s", (_, schema) => {
    const refused = made(schema).filter((value) => !schema.safeParse(value).success);
    // A tree ends somewhere, at times with what is none.
    expect(schema === tree ? refused.length < many.numRuns / 2 : refused).toEqual(schema === tree ? true : []);
  });

  it("are as long as asked for without taking long over it", () => {
    const lengths = (schema: z.ZodType) => new Set((made(schema) as readonly string[]).map(({ length }) => length));
    const exactly = z.string().length(20_000);
    expect(made(exactly).filter((value) => !exactly.safeParse(value).success)).toEqual([]);
    expect(
      lengths(
        z
          .string()
          .regex(/^[ab]+$/)
          .min(20_000)
          .max(20_000),
      ),
    ).toEqual(new Set([20_000]));
  });

  it.each<[string, z.ZodType]>([
    ["nothing", z.never()],
    ["no text", z.string().min(3).max(2)],
    ["no list", z.array(z.never()).min(3).max(2)],
    ["a pattern that nothing has", z.string().regex(/^a(?=b)c$/)],
    ["a pattern that refers to itself", z.string().regex(/^(.)\1$/)],
    ["names that objects keep for themselves", z.record(z.enum(["__proto__", "constructor"]), z.int())],
    ["no step", z.number().multipleOf(0)],
  ])("are made of a schema that takes few or none too: %s", (_, schema) => {
    expect(made(schema)).toHaveLength(many.numRuns);
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
