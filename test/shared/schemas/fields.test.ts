import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldsOf } from "../../../shared/schemas/fields.ts";

const shape = { fields: [], isList: false, mayLack: false };
const whyNot = (schema: z.ZodType) => fieldsOf(schema).misfits.map(({ at, why }) => `${at}: ${why}`);
const anyOne: z.ZodType = z.object({ again: z.lazy(() => z.array(anyOne)) });

describe("the fields of a schema", () => {
  it("are what it puts out, by kind", () => {
    const schema = z.object({
      text: z.string().describe("words"),
      state: z.enum(["NEW", "PAID"]),
      either: z.union([z.literal("a"), z.literal("b")]),
      count: z.int32(),
      ratio: z.number(),
      sure: z.boolean(),
      at: z.iso.datetime({ offset: true }),
      local: z.iso.datetime({ local: true }).meta({ bigquery: "DATETIME" }),
      day: z.iso.date(),
      counted: z.string().default("x"),
    });
    expect(fieldsOf(schema)).toEqual({
      misfits: [],
      fields: [
        { ...shape, name: "text", kind: "text", description: "words" },
        { ...shape, name: "state", kind: "text" },
        { ...shape, name: "either", kind: "text" },
        { ...shape, name: "count", kind: "integer" },
        { ...shape, name: "ratio", kind: "number" },
        { ...shape, name: "sure", kind: "boolean" },
        { ...shape, name: "at", kind: "instant" },
        { ...shape, name: "local", kind: "text", column: "DATETIME" },
        { ...shape, name: "day", kind: "day" },
        { ...shape, name: "counted", kind: "text" },
      ],
    });
  });

  it("say what may be lacking, and what is a list or a record", () => {
    const inner = z.object({ sku: z.string(), note: z.string().nullish() });
    const schema = z.object({ one: inner.nullable(), many: z.array(inner), tags: z.array(z.string()).optional() });
    const fields = [
      { ...shape, name: "sku", kind: "text" },
      { ...shape, name: "note", kind: "text", mayLack: true },
    ];
    expect(fieldsOf(schema)).toEqual({
      misfits: [],
      fields: [
        { name: "one", kind: "record", fields, isList: false, mayLack: true },
        { name: "many", kind: "record", fields, isList: true, mayLack: false },
        { ...shape, name: "tags", kind: "text", isList: true, mayLack: true },
      ],
    });
  });

  it("leave out what has no counterpart, and say which and why, all at once", () => {
    const schema = z.object({
      grid: z.array(z.array(z.number())),
      pair: z.tuple([z.string(), z.number()]),
      table: z.record(z.string(), z.string()),
      mixed: z.union([z.string(), z.number()]),
      anything: z.unknown(),
      huge: z.bigint(),
      lines: z.array(z.object({ open: z.looseObject({ a: z.string() }) })),
      none: z.array(z.string()).nullable(),
      holes: z.array(z.string().nullable()),
    });
    expect(whyNot(schema)).toEqual([
      "grid[]: a list can't hold lists: give the inner one a name",
      "pair: a tuple is no list: give its parts names",
      "table: keys that are not known ahead can't be told: use a list of { key, value }",
      "mixed: a choice between types is none: use a field for each",
      "anything: JSON has no form for it, or any: say what it is",
      "huge: JSON has no form for it, or any: say what it is",
      "lines[].open: fields that it does not name can't be told ahead",
      "none: a list may be empty, but not null: use .default([])",
      "holes[]: an entry of a list can't be null",
    ]);
  });

  it("come to an end, also where a schema holds itself", () => {
    expect(whyNot(anyOne)).toEqual(["again[]: a schema that holds itself has no end"]);
  });

  it("are those of an object", () => {
    expect(whyNot(z.array(z.string()))).toEqual([": a row must be an object"]);
  });
});
