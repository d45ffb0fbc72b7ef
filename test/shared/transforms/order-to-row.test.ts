import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderToRow } from "../../../shared/transforms/order-to-row.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

const order = {
  orderId: "o-1",
  status: "PAID",
  customer: { id: "c-9", email: "jane@example.com", country: "DE" },
  card: { number: "4111111111111111" },
  items: [
    { sku: "a", quantity: 3, unitPrice: 19.99 },
    { sku: "b", quantity: 1, unitPrice: 0.1 },
  ],
  currency: "EUR",
  placedAt: "2026-01-02T03:04:05+01:00",
};

transformSuite("order-to-row", { body: order, refused: ["x", { table: "t" }, [], null] });

const step = orderToRow.create({}, someTools);
const row = (parts: object) => JSON.parse(bodies(step(jsonMessage({ ...order, ...parts })))[0] ?? "");

describe("orderToRow", () => {
  it("makes a flat row without email and card", () => {
    expect(row({})).toEqual({
      order_id: "o-1",
      status: "PAID",
      customer_id: "c-9",
      country: "DE",
      currency: "EUR",
      line_count: 2,
      item_count: 4,
      total_cents: 6007,
      placed_at: "2026-01-02T02:04:05.000Z",
    });
  });

  it("takes an order whose email and card were removed, and prices with closing zeros", () => {
    const { card: _, ...rest } = order;
    const body = JSON.stringify({ ...rest, customer: { id: "c-9", country: "DE" } }).replace("19.99", "20.00");
    expect(JSON.parse(bodies(step(textMessage(body)))[0] ?? "")).toMatchObject({ total_cents: 6010 });
  });

  it("counts the cents of any order exactly", () => {
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 1000 }), cents: fc.integer({ min: 0, max: 1e8 }) });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const items = lines.map(({ quantity, cents }) => ({ sku: "a", quantity, unitPrice: cents / 100 }));
        const expected = lines.reduce((sum, { quantity, cents }) => sum + BigInt(quantity) * BigInt(cents), 0n);
        expect(BigInt(row({ items }).total_cents)).toBe(expected);
      }),
      { seed: 7 },
    );
  });

  it.each([
    [
      { items: [{ sku: "a", quantity: 1, unitPrice: 19.999 }] },
      "INPUT",
      "items[0].unitPrice: a check of the schema failed",
    ],
    [{ items: [{ sku: "a", quantity: 1.5, unitPrice: 1 }] }, "INPUT", "items[0].quantity: int was expected"],
    [{ items: [{ sku: "a", quantity: 9e15, unitPrice: 9 }] }, "INPUT", "items[0].quantity: too big"],
    [{ items: [{ sku: "a", quantity: 9, unitPrice: 9e9 }] }, "INPUT", "items[0].unitPrice: too big"],
    [{ placedAt: "9999-12-31T23:30:00-01:00" }, "INPUT", "placedAt: a check of the schema failed"],
    [{ placedAt: "yesterday" }, "INPUT", "placedAt: invalid format"],
    [{ customer: "jane" }, "INPUT", "customer: object was expected"],
  ])("refuses %j by name", (parts, code, said) => {
    expect(() => row(parts)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(said) }));
  });
});
