import { describe, expect, it } from "vitest";
import { orderRow } from "../../../shared/schemas/order-row.ts";
import { toAvro } from "../../../shared/schemas/to-avro.ts";
import { toBigquery } from "../../../shared/schemas/to-bigquery.ts";

describe("a row of orders", () => {
  it("has a column for each field, none of which may be lacking", () => {
    const { columns, misfits } = toBigquery(orderRow);
    expect(misfits).toEqual([]);
    expect(columns.map(({ name, type, mode }) => `${name} ${type} ${mode}`)).toEqual([
      "order_id STRING REQUIRED",
      "status STRING REQUIRED",
      "customer_id STRING REQUIRED",
      "country STRING REQUIRED",
      "currency STRING REQUIRED",
      "line_count INTEGER REQUIRED",
      "item_count INTEGER REQUIRED",
      "total_cents INTEGER REQUIRED",
      "placed_at TIMESTAMP REQUIRED",
    ]);
  });

  it("can be held against at its topic", () => {
    expect(toAvro("order-row", orderRow).misfits).toEqual([]);
  });
});
