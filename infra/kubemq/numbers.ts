// Numbers as KubeMQ takes them from its settings.

import type { Findings } from "./findings.ts";
import type { Settings } from "./tables.ts";

/**
 * The whole number of a setting; undefined where it is absent, or no number, which KubeMQ takes for absent: that is said. One
 * below `least` is an error, as it is for KubeMQ (config/metadata.go, ParseIntWithRange).
 */
export function numberOf(settings: Settings, key: string, least: number, findings: Findings): number | undefined {
  const setting = settings.get(key);
  if (setting === undefined) return undefined;
  const value = Number(setting.text);
  if (!/^[+-]?[0-9]+$/.test(setting.text) || Math.abs(value) > MOST) {
    findings.note(setting.path, `${key} is no whole number that KubeMQ takes: it counts as absent there, and here`);
    return undefined;
  }
  if (value >= least) return value;
  findings.error(setting.path, `${key} must be at least ${least}`);
  return undefined;
}

/** The largest of 32 bits. */
const MOST = 2_147_483_647;
