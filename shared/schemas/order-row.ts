// The retail example: a row of the analytics table of orders.

import { z } from "zod";

/** `total_cents` is exact, in hundredths of the currency's unit; `placed_at` is UTC. */
export const orderRow = z.object({
  order_id: z.string(),
  status: z.string(),
  customer_id: z.string(),
  country: z.string(),
  currency: z.string(),
  line_count: z.number().int(),
  item_count: z.number().int(),
  total_cents: z.number().int(),
  placed_at: z.iso.datetime(),
});
