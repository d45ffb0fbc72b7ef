// The analytics feed: a record of the public flights data set (vega-datasets) as a typed row.

import { z } from "zod";
import { flightRow } from "../schemas/flight-row.ts";
import { defineTransform } from "./define-transform.ts";

/** Local time of the airport, without a zone: 2001/01/01 00:47. */
const clockTime = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2})$/;

const isoLocal = (date: string) => date.replace(clockTime, "$1-$2-$3T$4:$5:00");

const localTime = z.iso.datetime({ local: true });

/** 31 February is refused: the ISO form of the date must be one that exists. */
const flightDate = z
  .string()
  .refine((date) => clockTime.test(date) && localTime.safeParse(isoLocal(date)).success, "a date was expected");

const airport = z.string().regex(/^[A-Z]{3}$/);

const flight = z.object({
  date: flightDate,
  delay: z.number().int(),
  distance: z.number().int().nonnegative(),
  origin: airport,
  destination: airport,
});

/** `departs_at` is ISO 8601 without a zone, since the records hold none; a delay below zero is an early arrival. */
export const flightToRow = defineTransform({
  description: "Turns a record of the vega-datasets flights into a typed row; takes no options.",
  input: flight,
  output: flightRow,
  map: ({ date, delay, distance, origin, destination }) => ({
    departs_at: isoLocal(date),
    origin,
    destination,
    route: `${origin}-${destination}`,
    delay_minutes: delay,
    distance_miles: distance,
  }),
});
