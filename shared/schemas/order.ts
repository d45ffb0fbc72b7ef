// The retail example: an order as the shop sends it.

import { z } from "zod";

/** A price of two decimals, in hundredths. */
export const cents = (price: number): number => Math.round(price * 100);

/** A double holds a price of two decimals exactly enough: rounding its hundredfold gives the cents that were meant. */
const price = z
  .number()
  .nonnegative()
  .max(1e12)
  .refine((amount) => cents(amount) / 100 === amount, "at most two decimals were expected");

/** What of an order others go by; the shop may say more. A price has at most two decimals. */
export const order = z.object({
  orderId: z.string().min(1),
  status: z.string().min(1),
  customer: z.object({ id: z.string().min(1), country: z.string().length(2) }),
  items: z.array(z.object({ sku: z.string().min(1), quantity: z.number().int().positive(), unitPrice: price })),
  currency: z.string().length(3),
  placedAt: z.iso.datetime({ offset: true }),
});
