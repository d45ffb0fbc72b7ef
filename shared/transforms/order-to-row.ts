// The retail example: an order of the shop as one flat row of the analytics table.

import { cents, order } from "../schemas/order.ts";
import { orderRow } from "../schemas/order-row.ts";
import { defineTransform } from "./define-transform.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/**
 * `total_cents` is exact, in hundredths of the currency's unit; `placed_at` is UTC. Email and card never reach the row,
 * redacted or not. A price of more than two decimals is refused rather than rounded, and an order is too small for a total
 * beyond 2^53.
 */
export const orderToRow = defineTransform({
  description: "Turns an order of the shop into a flat analytics row; takes no options.",
  input: order,
  output: orderRow,
  map: ({ orderId, status, customer, items, currency, placedAt }) => ({
    order_id: orderId,
    status,
    customer_id: customer.id,
    country: customer.country,
    currency,
    line_count: items.length,
    item_count: sum(items.map(({ quantity }) => quantity)),
    total_cents: sum(items.map(({ quantity, unitPrice }) => quantity * cents(unitPrice))),
    placed_at: new Date(placedAt).toISOString(),
  }),
});
