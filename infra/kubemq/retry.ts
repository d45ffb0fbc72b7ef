// KubeMQ's retries, which happen within the bridge, as tries of a hop, which the source's broker counts.

import type { Findings } from "./findings.ts";
import { numberOf } from "./numbers.ts";
import type { Settings } from "./tables.ts";

/** As a hop has it. */
export interface HopRetry {
  readonly attempts?: number;
  readonly firstDelaySeconds?: number;
  readonly maxDelaySeconds?: number;
}

/** What a hop's `attempts` may be, by the broker of its source: shared/fabric/run-schema.ts and rules/policies.ts. */
const ATTEMPTS = { sqs: { least: 1, most: 1_000 }, pubsub: { least: 5, most: 100 } };
const MOST_SECONDS = 600;

/** Undefined where nothing is set. Every value that is not taken as it is, is told. */
export function hopRetry(
  properties: Settings,
  brokers: ReadonlySet<"sqs" | "pubsub">,
  findings: Findings,
): HopRetry | undefined {
  const attempts = attemptsOf(properties, brokers, findings);
  const isPushed = brokers.has("pubsub");
  const delays = delaysOf(properties, findings, isPushed);
  const jitter = numberOf(properties, "retry_max_jitter_milliseconds", 1, findings);
  if (jitter !== undefined) tell(properties, "retry_max_jitter_milliseconds", JITTER, findings);
  const retry = { ...(attempts === undefined ? {} : { attempts }), ...delays };
  return Object.keys(retry).length === 0 ? undefined : retry;
}

const JITTER = "has no counterpart: the clouds spread tries by themselves";
const RESTS =
  "has no counterpart where the source is a queue: a failed message rests for the visibility timeout, which follows from function: { timeoutSeconds: N }";

function attemptsOf(properties: Settings, brokers: ReadonlySet<"sqs" | "pubsub">, findings: Findings) {
  const attempts = numberOf(properties, "retry_attempts", 1, findings);
  if (attempts === undefined) return undefined;
  const { least, most } = ATTEMPTS[brokers.has("pubsub") ? "pubsub" : "sqs"];
  const taken = Math.min(most, Math.max(least, attempts));
  if (taken !== attempts)
    tell(properties, "retry_attempts", `${attempts} became ${taken}: a hop has ${least} to ${most}`, findings);
  return taken;
}

/** The only growth that Pub/Sub knows is doubling, between a first pause and a longest one. */
function delaysOf(properties: Settings, findings: Findings, isPushed: boolean): Omit<HopRetry, "attempts"> | undefined {
  const written = numberOf(properties, "retry_delay_milliseconds", 0, findings);
  const type = properties.get("retry_delay_type");
  const ways = ["back-off", "fixed", "random"];
  if (type !== undefined && !ways.includes(type.text))
    findings.error(type.path, `retry_delay_type must be one of ${ways.join(", ")}`);
  if (written === undefined && type === undefined) return undefined;
  if (!isPushed) {
    for (const key of ["retry_delay_milliseconds", "retry_delay_type"]) tell(properties, key, RESTS, findings);
    return undefined;
  }
  const seconds = Math.min(MOST_SECONDS, Math.ceil((written ?? DEFAULT_DELAY_MS) / 1_000));
  if (written !== undefined && seconds * 1_000 !== written)
    tell(
      properties,
      "retry_delay_milliseconds",
      `${written} became ${seconds} s: whole seconds up to ${MOST_SECONDS}`,
      findings,
    );
  switch (type?.text) {
    case "fixed":
      return { firstDelaySeconds: seconds, maxDelaySeconds: seconds };
    case "random":
      tell(properties, "retry_delay_type", "random became pauses that grow: Pub/Sub has no random ones", findings);
      return { firstDelaySeconds: 0, maxDelaySeconds: seconds };
    default:
      return { firstDelaySeconds: Math.min(seconds, FIRST_SECONDS), maxDelaySeconds: seconds };
  }
}

/** What KubeMQ takes where nothing is written: middleware/retry.go. */
const DEFAULT_DELAY_MS = 100;
/** KubeMQ begins with 100 ms, whatever is set, which is the longest pause: pkg/retry/retry.go. A second is the shortest here. */
const FIRST_SECONDS = 1;

function tell(properties: Settings, key: string, message: string, findings: Findings): void {
  const setting = properties.get(key);
  if (setting !== undefined) findings.note(setting.path, `${key} ${message}`);
}
