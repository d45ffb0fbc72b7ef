// What is said of the settings of a binding that nothing is made of.

import type { Binding } from "./binding.ts";
import { channelKey } from "./channels.ts";
import type { Findings } from "./findings.ts";
import { MADE_OF, tellSettings } from "./words.ts";

/** Tells of every setting that is not made into a part of a fabric. */
export function tellLeftovers({ properties, sources, targets }: Binding, findings: Findings): void {
  tellSettings(properties, "properties", MADE_OF.properties, findings);
  for (const { settings } of sources.connections) tellSettings(settings, "source", MADE_OF.source, findings);
  const taken = ["address", channelKey(targets.family)];
  for (const { settings } of targets.connections) tellSettings(settings, "target", taken, findings);
}
