import { describe, expect, it } from "vitest";
import { flightRow } from "../../../shared/schemas/flight-row.ts";
import { toAvro } from "../../../shared/schemas/to-avro.ts";
import { toBigquery } from "../../../shared/schemas/to-bigquery.ts";

describe("a row of flights", () => {
  it("has a column for each field; a local time is no moment", () => {
    const { columns, misfits } = toBigquery(flightRow);
    expect(misfits).toEqual([]);
    expect(columns.map(({ name, type, mode }) => `${name} ${type} ${mode}`)).toEqual([
      "departs_at DATETIME REQUIRED",
      "origin STRING REQUIRED",
      "destination STRING REQUIRED",
      "route STRING REQUIRED",
      "delay_minutes INTEGER REQUIRED",
      "distance_miles INTEGER REQUIRED",
    ]);
  });

  it("can be held against at its topic", () => {
    expect(toAvro("flight-row", flightRow).misfits).toEqual([]);
  });
});
