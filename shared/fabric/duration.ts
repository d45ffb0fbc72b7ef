// Durations as people write them: `90s`, `15m`, `6h`, `14d`.

import { z } from "zod";

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const FORM = /^([1-9][0-9]{0,6})([smhd])$/;

/** The seconds of a duration that has passed the schema; `NaN` for any other text. */
export function seconds(duration: string): number {
  const [, amount = "", unit = ""] = FORM.exec(duration) ?? [];
  return Number(amount || Number.NaN) * (SECONDS[unit] ?? Number.NaN);
}

/** A duration from `least` to `most` seconds; the words name both ends as they would be written. */
export function duration(least: number, most: number) {
  const error = `must be a duration from ${spell(least)} to ${spell(most)}, as 90s, 15m, 6h or 14d`;
  return z
    .string({ error })
    .regex(FORM, { error })
    .refine((text) => seconds(text) >= least && seconds(text) <= most, { error });
}

/** The shortest way to write it: 3600 is `1h`. */
export function spell(total: number): string {
  const unit = (["d", "h", "m"] as const).find((each) => total % (SECONDS[each] ?? 1) === 0 && total > 0) ?? "s";
  return `${total / (SECONDS[unit] ?? 1)}${unit}`;
}
