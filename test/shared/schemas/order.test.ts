import { describe, expect, it } from "vitest";
import { order } from "../../../shared/schemas/order.ts";

const one = {
  orderId: "o-1",
  status: "PAID",
  customer: { id: "c-1", country: "DE", email: "a@example.org" },
  items: [{ sku: "a", quantity: 2, unitPrice: 19.99 }],
  currency: "EUR",
  placedAt: "2026-01-02T03:04:05+01:00",
};
const pathOf = (change: object) => order.safeParse({ ...one, ...change }).error?.issues[0]?.path.join(".");

describe("an order", () => {
  it("may say more than the schema does", () => {
    expect(order.safeParse({ ...one, card: { number: "4111" } }).success).toBe(true);
  });

  it("has a price of at most two decimals, and a moment with its zone", () => {
    expect(pathOf({ items: [{ sku: "a", quantity: 2, unitPrice: 19.999 }] })).toBe("items.0.unitPrice");
    expect(pathOf({ placedAt: "2026-01-02T03:04:05" })).toBe("placedAt");
    expect(pathOf({ customer: { id: "c-1" } })).toBe("customer.country");
  });
});
