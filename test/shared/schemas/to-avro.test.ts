import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toAvro } from "../../../shared/schemas/to-avro.ts";

describe("toAvro", () => {
  it("gives a record whose JSON form is the body as it is", () => {
    const schema = z.object({
      id: z.string().describe("the order's number"),
      count: z.number().int(),
      ratio: z.number(),
      sure: z.boolean(),
      at: z.iso.datetime(),
      day: z.iso.date(),
      tags: z.array(z.string()),
      lines: z.array(z.object({ sku: z.string(), size: z.object({ mm: z.number() }) })),
    });
    const size = { type: "record", name: "ShopOrder_lines_size", fields: [{ name: "mm", type: "double" }] };
    const line = {
      type: "record",
      name: "ShopOrder_lines",
      fields: [
        { name: "sku", type: "string" },
        { name: "size", type: size },
      ],
    };
    expect(toAvro("shop-order", schema)).toEqual({
      misfits: [],
      record: {
        type: "record",
        name: "ShopOrder",
        fields: [
          { name: "id", type: "string", doc: "the order's number" },
          { name: "count", type: "long" },
          { name: "ratio", type: "double" },
          { name: "sure", type: "boolean" },
          { name: "at", type: "string" },
          { name: "day", type: "string" },
          { name: "tags", type: { type: "array", items: "string" } },
          { name: "lines", type: { type: "array", items: line } },
        ],
      },
    });
  });

  it("refuses what may be lacking, since Avro's JSON would write it in another form than the body has", () => {
    const schema = z.object({
      note: z.string().optional(),
      lines: z.array(z.object({ "unit-price": z.number().nullable() })),
    });
    expect(toAvro("order", schema).misfits).toEqual([
      { at: "note", why: "Avro's JSON has no plain form for what may be missing or null" },
      { at: "lines[].unit-price", why: "a name is letters, digits and _" },
      { at: "lines[].unit-price", why: "Avro's JSON has no plain form for what may be missing or null" },
    ]);
  });
});
