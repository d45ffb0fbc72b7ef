// The analytics feed: a record of the public flights data set (vega-datasets) as a typed row.

import { flight, isoLocal } from "../schemas/flight.ts";
import { flightRow } from "../schemas/flight-row.ts";
import { defineTransform } from "./define-transform.ts";

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
