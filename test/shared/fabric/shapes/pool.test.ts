import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Side, shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { compareShapes } from "../../../../shared/fabric/shapes/subset.ts";

const name = z.string().meta({ id: "Name" });
const word = z.string().regex(/^[a-z]+$/i);
const isShort = (value: string) => value.length < 4;
const texts: readonly z.ZodType[] = [
  ...[z.string(), name, name.min(3), name.max(3).meta({ id: "Short" }), name.refine(isShort), z.string().length(1)],
  ...[
    word,
    word.min(3),
    word.regex(/^.{3}$/),
    word.startsWith("x"),
    z.string().regex(/^[a-z]+$/),
    z.string().includes("a"),
  ],
  ...[
    z.url(),
    z.httpUrl(),
    z.url({ protocol: /^ftp$/ }),
    z.url().max(12),
    z.string().max(12).check(z.url()),
    z.url().trim(),
  ],
  ...[
    z.email(),
    z.email({ pattern: /^A/i }),
    z.email({ pattern: /^A/ }),
    z.ipv4(),
    z.ipv6(),
    z.base64(),
    z.base64url(),
  ],
  ...[
    z.iso.datetime(),
    z.iso.datetime({ offset: true }),
    z.iso.datetime({ local: true }),
    z.iso.datetime({ precision: 3 }),
  ],
  ...[
    z.iso.date(),
    z.uuid(),
    z.jwt(),
    z.emoji(),
    z.literal("😀"),
    z.enum(["a", "abc"]),
    z.string().trim(),
    z.string().trim().min(1),
  ],
  ...[
    z.string().toLowerCase(),
    z.string().lowercase(),
    z.stringFormat("short", isShort),
    z.templateLiteral(["a", z.number()]),
  ],
  ...[
    z.string().optional().default("zz"),
    z.string().min(3).default("x"),
    word.catch("1"),
    z.preprocess(String, z.string()),
  ],
];
const numbers: readonly z.ZodType[] = [
  ...[
    z.number(),
    z.int(),
    z.int32(),
    z.number().multipleOf(10),
    z.number().multipleOf(0.1),
    z.number().multipleOf(0.3),
  ],
  ...[
    z.number().multipleOf(10).max(15),
    z.number().max(10),
    z.int().multipleOf(5).min(1).max(9),
    z.number().gt(0).lt(1),
  ],
  ...[
    z.literal(1),
    z.literal(1n),
    z.literal([1, 2]),
    z.literal(19.99),
    z.number().multipleOf(0.01),
    z.number().nullable(),
  ],
  ...[
    z.coerce.number(),
    z.bigint(),
    z.number().positive(),
    z.int().min(0).max(10),
    z.number().catch(0),
    z.number().default(5),
  ],
];
const tables: readonly z.ZodType[] = [
  ...[
    z.record(z.enum(["a", "b"]), z.int()),
    z.partialRecord(z.enum(["a", "b"]), z.int()),
    z.record(z.string(), z.int()),
  ],
  ...[
    z.record(z.string().regex(/^a/), z.int()),
    z.strictObject({ a: z.int() }),
    z.object({ a: z.int() }),
    z.looseObject({}),
  ],
  ...[
    z.object({ a: z.int() }).catchall(z.string()),
    z.object({ a: z.int().optional() }),
    z.object({ a: z.int().catch(0) }),
  ],
  ...[
    z.object({ a: z.int().default(1) }),
    z.object({ a: z.unknown() }),
    z.object({ a: z.any().optional() }),
    z.object({}),
  ],
  ...[
    z.object({ a: z.int() }).check(z.property("a", z.int().min(5))),
    z
      .object({ a: z.int() })
      .meta({ id: "A" })
      .refine(() => true),
  ],
  ...[z.object({ a: z.int() }).and(z.object({ b: z.int() })), z.looseRecord(z.string().regex(/^a/), z.int()), z.json()],
  ...[
    z.array(z.int()),
    z.array(z.int()).min(1),
    z.tuple([z.int()]),
    z.tuple([z.int()], z.string()),
    z.array(z.int()).nonempty().max(1),
  ],
];
const values: readonly unknown[] = [
  ...["", "a", "A", "abc", "ABC", "abcd", "xyz", "Xyz", "aé", "😀", "😀😀", "a\n", " a ", "1", "a1", "a-1", "x"],
  ...[
    "http://a.bc",
    " http://a.bc ",
    "ftp://a.bc",
    "HTTP://A.BC",
    "http://a.bc/loooong",
    "mailto:a@b.cd",
    "a@b.cd",
    "Ab",
  ],
  ...[
    "1.2.3.4",
    "::1",
    "AAAA",
    "AA==",
    "AA",
    "2026-01-05T08:00:00Z",
    "2026-01-05T08:00:00.123Z",
    "2026-01-05T08:00:00+01:00",
  ],
  ...[
    "2026-01-05T08:00",
    "2026-01-05",
    "00000000-0000-0000-0000-000000000000",
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30.AA",
  ],
  ...[
    0,
    1,
    2,
    5,
    9,
    10,
    10.000000000000002,
    15,
    20,
    0.1,
    0.3,
    0.5,
    0.30000000000000004,
    19.99,
    1.5,
    -1,
    2 ** 31,
    2 ** 53,
    1e300,
  ],
  ...[
    null,
    true,
    [],
    [1],
    [1, 2],
    [1, "a"],
    {},
    { a: 1 },
    { a: 5 },
    { b: 1 },
    { a: 1, b: 2 },
    { a: "x" },
    { a: 1, c: "x" },
  ],
  ...[{ a: 1, c: 3 }, { ab: 1 }, { a: null }, { a: 5, b: 1 }, { c: 3 }, { a: 1 }],
];
const pools: readonly [string, readonly z.ZodType[]][] = [
  ["texts", texts],
  ["numbers", numbers],
  ["tables and lists", tables],
];

describe.each(pools)("of schemas for %s", (_, pool) => {
  it.each<[Side]>([["input"], ["output"]])(
    "none is said to fit, or never to fit, where a value says otherwise: %s",
    (side) => {
      const read = shapeReader();
      const wrong: unknown[] = [];
      let fitting = 0;
      for (const [at, before] of pool.entries()) {
        const come = [undefined, ...values].flatMap((value) => {
          const { success, data } = before.safeParse(value);
          return success && (value !== undefined || side === "output") ? [side === "input" ? value : data] : [];
        });
        // What JSON can't hold never reaches the next step.
        const bodies = come.filter((value) => value !== undefined && typeof value !== "bigint");
        for (const [to, after] of pool.entries()) {
          const answer = compareShapes(read(before, side), read(after, "input"));
          const refused = bodies.filter((value) => !after.safeParse(value).success);
          const isTotal = answer.kind === "misfit" && answer.isTotal;
          fitting += answer.kind === "fits" && at !== to ? 1 : 0;
          if (answer.kind === "fits" && refused.length > 0) wrong.push([at, to, "fits", refused]);
          if (isTotal && refused.length < bodies.length) wrong.push([at, to, answer]);
          if (at === to && answer.kind === "misfit" && side === "input") wrong.push([at, to, answer]);
        }
      }
      expect(wrong).toEqual([]);
      expect(fitting).toBeGreaterThan(20);
    },
  );
});
