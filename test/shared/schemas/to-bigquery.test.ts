import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toBigquery } from "../../../shared/schemas/to-bigquery.ts";

const whyNot = (schema: z.ZodType) => toBigquery(schema).misfits.map(({ at, why }) => `${at}: ${why}`);

describe("toBigquery", () => {
  it("gives each field the type that holds it, and the mode that says what may be lacking", () => {
    const schema = z.object({
      id: z.string().describe("the order's number"),
      count: z.number().int(),
      ratio: z.number(),
      sure: z.boolean(),
      at: z.iso.datetime(),
      day: z.iso.date(),
      local: z.iso.datetime({ local: true }).meta({ bigquery: "DATETIME" }),
      note: z.string().optional(),
      lines: z.array(z.object({ sku: z.string(), price: z.string().meta({ bigquery: "NUMERIC" }) })),
    });
    expect(toBigquery(schema)).toEqual({
      misfits: [],
      columns: [
        { name: "id", type: "STRING", mode: "REQUIRED", description: "the order's number" },
        { name: "count", type: "INTEGER", mode: "REQUIRED" },
        { name: "ratio", type: "FLOAT", mode: "REQUIRED" },
        { name: "sure", type: "BOOLEAN", mode: "REQUIRED" },
        { name: "at", type: "TIMESTAMP", mode: "REQUIRED" },
        { name: "day", type: "DATE", mode: "REQUIRED" },
        { name: "local", type: "DATETIME", mode: "REQUIRED" },
        { name: "note", type: "STRING", mode: "NULLABLE" },
        {
          name: "lines",
          type: "RECORD",
          mode: "REPEATED",
          fields: [
            { name: "sku", type: "STRING", mode: "REQUIRED" },
            { name: "price", type: "NUMERIC", mode: "REQUIRED" },
          ],
        },
      ],
    });
  });

  it("refuses names that BigQuery has taken, can't hold, or can't tell apart", () => {
    const schema = z.object({
      "order-id": z.string(),
      _CHANGE_TYPE: z.string(),
      lines: z.array(z.object({ Sku: z.string(), sku: z.string() })),
    });
    expect(whyNot(schema)).toEqual([
      "order-id: a column's name is letters, digits and _, and none that BigQuery keeps to itself",
      "_CHANGE_TYPE: a column's name is letters, digits and _, and none that BigQuery keeps to itself",
      "lines[].sku: another column has this name, but for the case of its letters",
    ]);
  });

  it("refuses a type that the field could not be written to", () => {
    const schema = z.object({
      a: z.string().meta({ bigquery: "GEOGRAPHY" }),
      b: z.number().meta({ bigquery: "NUMERIC" }),
    });
    expect(whyNot(schema)).toEqual([
      "a: a text can't become GEOGRAPHY: use one of DATETIME, TIME, DATE, TIMESTAMP, NUMERIC, BIGNUMERIC",
      "b: bigquery: NUMERIC is for texts only: a number is always FLOAT",
    ]);
  });
});
