// The rate limiter of a binding as the rate of a hop.

import type { Findings } from "./findings.ts";
import { numberOf } from "./numbers.ts";
import type { Settings } from "./tables.ts";

/** What a hop's rate may be: shared/fabric/hop-schema.ts. */
const LEAST = 0.01;
const MOST = 100_000;

/**
 * Messages that each link of a hop sends per second; undefined where there is no limit, which KubeMQ also writes as 0. KubeMQ
 * limits each target, whatever `sources` it comes from (binding/binder.go), and a hop each link: one source joined to a target,
 * or to the `shares` targets of which it chooses one.
 */
export function hopRate(
  properties: Settings,
  { sources, shares }: { readonly sources: number; readonly shares: number },
  findings: Findings,
): number | undefined {
  const rate = numberOf(properties, "rate_per_second", 0, findings);
  const setting = properties.get("rate_per_second");
  if (rate === undefined || rate === 0 || setting === undefined) return undefined;
  const each = Math.floor((rate * shares * 100) / sources) / 100;
  const taken = Math.min(MOST, Math.max(LEAST, each));
  if (taken !== rate)
    findings.note(setting.path, `rate_per_second ${rate} became ${taken} for each link: ${why(each)}`);
  return taken;
}

const why = (each: number): string =>
  each < LEAST || each > MOST
    ? `a hop has ${LEAST} to ${MOST}`
    : "KubeMQ limits each target over all sources, and a hop each link";
