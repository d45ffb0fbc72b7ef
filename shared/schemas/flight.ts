// The analytics feed: a record of the public flights data set (vega-datasets).

import { z } from "zod";

/** Local time of the airport, without a zone: 2001/01/01 00:47. */
const clockTime = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2})$/;

const localTime = z.iso.datetime({ local: true });

/** The ISO form of a record's date. */
export const isoLocal = (date: string): string => date.replace(clockTime, "$1-$2-$3T$4:$5:00");

/** 31 February is refused: the ISO form of the date must be one that exists. */
const flightDate = z
  .string()
  .refine((date) => clockTime.test(date) && localTime.safeParse(isoLocal(date)).success, "a date was expected");

const airport = z.string().regex(/^[A-Z]{3}$/);

/** Delays are in minutes, distances in miles. */
export const flight = z.object({
  date: flightDate,
  delay: z.number().int(),
  distance: z.number().int().nonnegative(),
  origin: airport,
  destination: airport,
});
