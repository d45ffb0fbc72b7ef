// The retail example: an order as the shop sends it.

import { z } from "zod";

/** A price of two decimals, in hundredths. */
export const cents = (price: number): number => Math.round(price * 100);

/** A double holds a price of two decimals exactly enough: rounding its hundredfold gives the cents that were meant. */
const price = z
  .number()
  .nonnegative()
  .max(1_000_000)
  .refine((amount) => cents(amount) / 100 === amount, "at most two decimals were expected");

/** As UTC, years beyond this have five digits; the offset of a time can take it there. */
const LAST = Date.UTC(9_999, 11, 31);

/** With any offset. What is no time at all has been told already. */
const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => !(Date.parse(text) > LAST || Date.parse(text) < 0), "a time from 1970 to 9999 was expected");

/**
 * What of an order others go by; the shop may say more. A price has at most two decimals, and no order has a total that a
 * number can't hold exactly.
 */
export const order = z.object({
  orderId: z.string().min(1),
  status: z.string().min(1),
  customer: z.object({ id: z.string().min(1), country: z.string().length(2) }),
  items: z
    .array(z.object({ sku: z.string().min(1), quantity: z.number().int().positive().max(10_000), unitPrice: price }))
    .max(500),
  currency: z.string().length(3),
  placedAt: moment,
});
