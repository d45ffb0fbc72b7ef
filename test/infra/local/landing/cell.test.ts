import { describe, expect, it } from "vitest";
import { cellOf, sqlType } from "../../../../infra/local/landing/cell.ts";
import { type Json, parseJson } from "../../../../shared/core/json.ts";
import type { Column } from "../../../../shared/schemas/to-bigquery.ts";

const column = (type: string, more: Partial<Column> = {}): Column => ({ name: "c", type, mode: "NULLABLE", ...more });
const cell = (of: Column, json: string) => cellOf(of, parseJson(json).value);
const record = column("RECORD", {
  fields: [
    { name: "id", type: "STRING", mode: "REQUIRED" },
    { name: "at", type: "TIMESTAMP", mode: "NULLABLE" },
  ],
});

describe("a cell", () => {
  it.each([
    ["STRING", '"a"', "a"],
    ["INTEGER", "7", 7],
    ["INTEGER", "1.0", 1],
    ["INTEGER", "9007199254740993", 9_007_199_254_740_993n],
    ["INTEGER", "-9223372036854775808", -9_223_372_036_854_775_808n],
    ["FLOAT", "7", 7],
    ["FLOAT", "1e2", 100],
    ["BOOLEAN", "true", 1],
    ["BOOLEAN", "false", 0],
    ["TIMESTAMP", '"2026-01-05T09:00:00+01:00"', "2026-01-05T08:00:00.000000Z"],
    ["DATETIME", '"2001-01-01T00:47:00"', "2001-01-01T00:47:00"],
    ["DATE", '"2026-01-05"', "2026-01-05"],
    ["TIME", '"08:00"', "08:00:00"],
    ["NUMERIC", '"12345678901234567890123456789.123456789"', "12345678901234567890123456789.123456789"],
    ["BIGNUMERIC", '"0.00000000000000000000000000000000000001"', "0.00000000000000000000000000000000000001"],
    ["STRING", "null", null],
  ])("of %s takes %s", (type, json, expected) => {
    expect(cell(column(type), json)).toBe(expected);
  });

  it.each([
    ["STRING", "7", "column c: a text was expected"],
    ["INTEGER", "1.5", "column c: a whole number of 64 bits was expected"],
    ["INTEGER", '"7"', "column c: a whole number of 64 bits was expected"],
    ["INTEGER", "9223372036854775808", "column c: a whole number of 64 bits was expected"],
    ["FLOAT", "1e400", "column c: a number was expected"],
    ["BOOLEAN", "1", "column c: true or false was expected"],
    ["TIMESTAMP", "0", "column c: a moment, as 2026-01-05T08:00:00Z, was expected"],
    ["NUMERIC", '"0.0000000001"', "column c: a decimal number of type NUMERIC, as a text, was expected"],
    ["NUMERIC", '"."', "column c: a decimal number of type NUMERIC, as a text, was expected"],
  ])("of %s does not take %s", (type, json, message) => {
    expect(() => cell(column(type), json)).toThrow(expect.objectContaining({ code: "MISFIT", message }));
  });

  it("that is required has to be there", () => {
    for (const value of [undefined, null])
      expect(() => cellOf(column("STRING", { mode: "REQUIRED" }), value)).toThrow(
        "column c: it is required, and lacking",
      );
  });

  it("of a record or a list is JSON, in the form of its columns, with exact numbers", () => {
    expect(cell(record, '{"at":"2026-01-05T08:00Z","id":"a"}')).toBe('{"id":"a","at":"2026-01-05T08:00:00.000000Z"}');
    expect(cell(record, '{"id":"a"}')).toBe('{"id":"a","at":null}');
    const list = column("INTEGER", { mode: "REPEATED" });
    expect([cell(list, "[1,9007199254740993]"), cellOf(list, undefined), cell(list, "null")]).toEqual([
      "[1,9007199254740993]",
      "[]",
      "[]",
    ]);
    expect(cell({ ...record, mode: "REPEATED" }, '[{"id":"a"}]')).toBe('[{"id":"a","at":null}]');
  });

  it.each([
    ['{"id":"a","more":1}', "column c.more: the table has no such column"],
    ["{}", "column c.id: it is required, and lacking"],
    ["[]", "column c: an object was expected"],
  ])("of a record says which field of %s does not fit", (json, message) => {
    expect(() => cell(record, json)).toThrow(message);
  });

  it("of a list says which entry does not fit", () => {
    const list = column("INTEGER", { mode: "REPEATED" });
    expect(() => cell(list, "[1,null]")).toThrow("column c[1]: it is required, and lacking");
    expect(() => cell(list, "1")).toThrow("column c: a list was expected");
  });

  it("has one of SQLite's types", () => {
    const types: readonly Json[] = ["STRING", "INTEGER", "BOOLEAN", "FLOAT", "TIMESTAMP"].map((type) =>
      sqlType(column(type)),
    );
    expect([...types, sqlType(column("INTEGER", { mode: "REPEATED" }))]).toEqual([
      "TEXT",
      "INTEGER",
      "INTEGER",
      "REAL",
      "TEXT",
      "TEXT",
    ]);
  });
});
