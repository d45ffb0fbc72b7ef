import { describe, expect, it } from "vitest";
import { changeOf } from "../../../../infra/local/landing/change.ts";
import { anOrderRow, aPlan, aTaken, PUBLISHED_MICROS, sentAt, tableOf } from "./a-landing.ts";

const keyed = tableOf(await aPlan("{ bigquery: { table: retail.orders, key: [order_id] } }", "schema: order-row"));
const hex = (value: number) => value.toString(16).padStart(16, "0");
const NONE = "0".repeat(16);

describe("a change", () => {
  it("puts a row in the place of its key, in the order in which messages were first sent", () => {
    const sent = Date.UTC(2026, 0, 1);
    expect(changeOf(keyed, aTaken(anOrderRow(), sentAt(sent)))).toEqual({
      kind: "upsert",
      key: ["o-1"],
      row: [...Object.values(anOrderRow()).slice(0, -1), "2026-01-05T08:00:00.000000Z"],
      sequence: [hex(sent), hex(Math.floor(PUBLISHED_MICROS / 1_000)), NONE, NONE].join("/"),
    });
  });

  it("says itself what it does, and then needs no more than the key to delete", () => {
    expect(changeOf(keyed, aTaken({ order_id: "o-1", _CHANGE_TYPE: "DELETE" }))).toEqual({
      kind: "delete",
      key: ["o-1"],
      row: [],
    });
    const numbered = { order_id: "o-1", _CHANGE_TYPE: "DELETE", _CHANGE_SEQUENCE_NUMBER: "A/1" };
    expect(changeOf(keyed, aTaken(numbered)).sequence).toBe(`${hex(10)}/${hex(1)}/${NONE}/${NONE}`);
  });

  it.each([
    [{ ...anOrderRow(), _CHANGE_TYPE: "MERGE" }, "column _CHANGE_TYPE: UPSERT or DELETE was expected"],
    [
      { ...anOrderRow(), _CHANGE_TYPE: "UPSERT", _CHANGE_SEQUENCE_NUMBER: "0x1" },
      "column _CHANGE_SEQUENCE_NUMBER: up to four sections of hexadecimal digits were expected",
    ],
    [{ _CHANGE_TYPE: "DELETE" }, "column order_id: it is required, and lacking"],
    [{ order_id: "o-1" }, "column status: it is required, and lacking"],
    [[], "the body is no JSON object, of which a row is made"],
    ["no JSON", "the body is not JSON: a row is made of a JSON object"],
  ])("is none: %j", (body, message) => {
    expect(() => changeOf(keyed, aTaken(body))).toThrow(expect.objectContaining({ code: "MISFIT", message }));
  });
});
