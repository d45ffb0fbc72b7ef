// The rate limiter of a binding as the rate of a hop.

import type { Findings } from "./findings.ts";
import { numberOf } from "./numbers.ts";
import type { Settings } from "./tables.ts";

/** What a hop's rate may be at most: shared/fabric/hop-schema.ts. */
const MOST = 100_000;

/** Messages that each target takes per second; undefined where there is no limit, which KubeMQ also writes as 0. */
export function hopRate(properties: Settings, findings: Findings): number | undefined {
  const rate = numberOf(properties, "rate_per_second", 0, findings);
  const setting = properties.get("rate_per_second");
  if (rate === undefined || rate === 0 || setting === undefined) return undefined;
  if (rate > MOST) findings.note(setting.path, `rate_per_second ${rate} became ${MOST}: the most that a hop has`);
  return Math.min(MOST, rate);
}
