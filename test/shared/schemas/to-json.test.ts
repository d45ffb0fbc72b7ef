import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toJson } from "../../../shared/schemas/to-json.ts";

describe("a schema as JSON Schema", () => {
  it("says what bodies may look like as they come", () => {
    const row = z.object({ id: z.string().min(1), at: z.string().default("now"), lines: z.array(z.int()) });
    const { schema, misfits } = toJson("row", row);
    expect(misfits).toEqual([]);
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "row",
      type: "object",
      properties: { id: { type: "string", minLength: 1 }, lines: { type: "array", items: { type: "integer" } } },
      required: ["id", "lines"],
    });
    expect(z.fromJSONSchema({ ...schema }).safeParse({ id: "a", lines: [1], more: true }).success).toBe(true);
  });

  it("tells of what it can't say, by its path", () => {
    const odd = z.object({
      even: z.number().refine((value) => value % 2 === 0),
      lines: z.array(z.object({ at: z.coerce.date(), name: z.string().regex(/^a/i) })),
      properties: z.string().transform(Number),
      when: z.date(),
      tags: z.record(
        z.string(),
        z.custom<string>(() => true),
      ),
    });
    const told = toJson("odd", odd).misfits.map(({ at, why }) => `${at}: ${why}`);
    expect(told.toSorted()).toEqual([
      "even: it has a check of its own",
      "lines[].at: it is converted",
      "lines[].name: its pattern has flags",
      "properties: it is converted",
      "tags[*]: it has a check of its own",
      "when: JSON Schema has no form for it",
    ]);
  });
});
