import { describe, expect, it } from "vitest";
import { rowOf } from "../../../../infra/local/landing/row.ts";
import { anOrderRow, aPlan, aTaken, tableOf } from "./a-landing.ts";

const NAME = "projects/shop-project/subscriptions/shop--rows.lands";
const TIME = "2026-01-05T08:00:00.000001Z";

describe("a row", () => {
  it("has the columns of the table's plan, and what Pub/Sub knows of the message", async () => {
    const plan = await aPlan("{ bigquery: { table: retail.orders } }", "schema: order-row");
    const taken = aTaken(anOrderRow(), { messageId: "7", attributes: { status: "PAID" }, orderingKey: "c-1" });
    const row = rowOf(plan, tableOf(plan), taken);
    const named = Object.fromEntries(tableOf(plan).columns.map(({ name }, at) => [name, row[at]]));
    expect(named).toEqual({
      ...anOrderRow(),
      placed_at: "2026-01-05T08:00:00.000000Z",
      subscription_name: NAME,
      message_id: "7",
      publish_time: TIME,
      attributes: '{"status":"PAID","ordering_key":"c-1"}',
    });
  });

  it("without a schema is the body as it was written", async () => {
    const plan = await aPlan("{ bigquery: { table: raw.visits } }");
    const body = ' { "n": 9007199254740993, "a": [1.0] }';
    expect(rowOf(plan, tableOf(plan), aTaken(body))).toEqual([body, NAME, "1", TIME, "{}"]);
  });

  it("is none where the body is no JSON, or no object where there are columns", async () => {
    const whole = await aPlan("{ bigquery: { table: raw.visits } }");
    const parted = await aPlan("{ bigquery: { table: retail.orders } }", "schema: order-row");
    for (const bytes of [Buffer.from("no JSON"), Buffer.from([0xff]), Buffer.alloc(0)])
      expect(() => rowOf(whole, tableOf(whole), aTaken("", { body: bytes }))).toThrow("the body is not JSON");
    expect(() => rowOf(parted, tableOf(parted), aTaken("[]"))).toThrow("the body is no JSON object");
  });

  it("is none where the body has a field without a column", async () => {
    const plan = await aPlan("{ bigquery: { table: retail.orders } }", "schema: order-row");
    expect(() => rowOf(plan, tableOf(plan), aTaken(anOrderRow("o-1", { more: 1 })))).toThrow(
      "column more: the table has no such column",
    );
  });
});
