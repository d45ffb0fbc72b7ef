// The retail example: an order of the shop as one flat row of the analytics table.

import { z } from "zod";
import { orderRow } from "../schemas/order-row.ts";
import { defineTransform } from "./define-transform.ts";

const cents = (price: number) => Math.round(price * 100);

/** A double holds a price of two decimals exactly enough: rounding its hundredfold gives the cents that were meant. */
const price = z
  .number()
  .nonnegative()
  .max(1e12)
  .refine((amount) => cents(amount) / 100 === amount, "at most two decimals were expected");

const order = z.object({
  orderId: z.string().min(1),
  status: z.string().min(1),
  customer: z.object({ id: z.string().min(1), country: z.string().length(2) }),
  items: z.array(z.object({ sku: z.string().min(1), quantity: z.number().int().positive(), unitPrice: price })),
  currency: z.string().length(3),
  placedAt: z.iso.datetime({ offset: true }),
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/**
 * `total_cents` is exact, in hundredths of the currency's unit; `placed_at` is UTC. Email and card never reach the row,
 * redacted or not. A price of more than two decimals, or a total beyond 2^53, is refused rather than rounded.
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
