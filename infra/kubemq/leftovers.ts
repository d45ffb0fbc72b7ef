// What is said of the settings of a binding that nothing is made of.

import type { Binding } from "./binding.ts";
import { channelKey } from "./channels.ts";
import type { Findings } from "./findings.ts";
import { tellSettings } from "./words.ts";

/** What hops are made of: see retry.ts, rate.ts and ways.ts, which tell what they do not take as it is. */
const PROPERTIES = [
  "retry_attempts",
  "retry_delay_milliseconds",
  "retry_max_jitter_milliseconds",
  "retry_delay_type",
  "rate_per_second",
  "load-balancing",
];

/** Tells of every setting that is not made into a part of a fabric. */
export function tellLeftovers({ properties, sources, targets }: Binding, findings: Findings): void {
  tellSettings(properties, "properties", PROPERTIES, findings);
  for (const { settings } of sources.connections) tellSettings(settings, "source", ["address", "channel"], findings);
  const taken = ["address", channelKey(targets.family)];
  for (const { settings } of targets.connections) tellSettings(settings, "target", taken, findings);
}
