import { describe, expect, it } from "vitest";
import { z } from "zod";
import { placeIn, skippedIn } from "../../../shared/schemas/places.ts";

const tree: z.ZodType = z.lazy(() => z.object({ kids: z.array(tree), notes: z.record(z.string(), tree) }));
const schema = z.object({
  list: z.array(z.object({ n: z.number() })).optional(),
  pair: z.tuple([z.string()], z.object({ m: z.int() })),
  either: z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]),
  both: z.object({ a: z.int() }).and(z.object({ b: z.int() })),
  table: z.record(z.string(), z.object({ n: z.int() })),
  piped: z
    .string()
    .transform((text) => ({ text }))
    .pipe(z.object({ text: z.string() })),
  tree,
});
const value = {
  list: [{ n: 1 }],
  pair: ["a", { m: 1 }],
  tree: { kids: [{ kids: [], notes: { jane: { kids: [], notes: {} } } }] },
};
const parsed = (text: string): unknown => JSON.parse(text);

describe("a place in a schema", () => {
  it.each<[string, readonly PropertyKey[]]>([
    ["its top", []],
    ["list[0].n", ["list", 0, "n"]],
    ["pair[1].m", ["pair", 1, "m"]],
    ["either.b", ["either", "b"]],
    ["both.b", ["both", "b"]],
    ["table.*.n", ["table", "jane", "n"]],
    ["piped.text", ["piped", "text"]],
    ["tree.kids[0].notes.*.kids", ["tree", "kids", 0, "notes", "jane", "kids"]],
    ["*", ["jane"]],
    ["list.*", ["list", 4711]],
    ["list.*", ["list", "jane"]],
    ["*.*", ["constructor", Symbol("jane")]],
  ])("is called %s", (place, path) => {
    expect(placeIn(schema, value, path)).toBe(place);
  });
});

describe("what zod skips", () => {
  const table = z.object({ t: z.record(z.string(), z.number()).optional() });
  it.each<[string, z.ZodType, string, readonly PropertyKey[] | undefined]>([
    ["a value that does not fit", table, '{"t":{"__proto__":"x"}}', ["t", "__proto__"]],
    ["a value that fits", table, '{"t":{"__proto__":1}}', undefined],
    ["beside the fields of an open object", table, '{"__proto__":"x","t":{}}', undefined],
    ["in a list of tables", z.array(z.record(z.string(), z.number())), '[{},{"__proto__":"x"}]', [1, "__proto__"]],
    ["a key that the table refuses", z.record(z.string().max(3), z.unknown()), '{"__proto__":1}', ["__proto__"]],
    [
      "one of several forms that takes it",
      z.union([z.string(), z.record(z.string(), z.int())]),
      '{"__proto__":1}',
      undefined,
    ],
    [
      "two tables, of which one refuses it",
      z.record(z.string(), z.int()).and(z.record(z.string(), z.string())),
      '{"__proto__":1}',
      ["__proto__"],
    ],
    [
      "in what holds itself",
      tree,
      '{"kids":[{"kids":[],"notes":{"__proto__":1}}],"notes":{}}',
      ["kids", 0, "notes", "__proto__"],
    ],
    ["where the schema holds no table", z.object({ a: z.looseObject({}) }), '{"a":{"__proto__":1}}', undefined],
    ["what is not looked into", z.unknown(), '{"__proto__":1}', undefined],
  ])("is found: %s", (_, held, text, path) => {
    expect(skippedIn(held, parsed(text))).toEqual(path);
  });
});
