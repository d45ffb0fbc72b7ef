// The analytics feed: a row of the table of flights.

import { z } from "zod";

/** `departs_at` is local time of the airport, without a zone; a delay below zero is an early arrival. */
export const flightRow = z.object({
  departs_at: z.iso.datetime({ local: true }).meta({ bigquery: "DATETIME" }),
  origin: z.string(),
  destination: z.string(),
  route: z.string(),
  delay_minutes: z.number().int(),
  distance_miles: z.number().int(),
});
