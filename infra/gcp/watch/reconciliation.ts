// What subscriptions were told is done, held against what functions say they settled.

import type { MonitoringAlertPolicyConditions } from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import type { Site } from "../site.ts";
import type { LogMetrics } from "./log-metrics.ts";
import { type Channels, policy } from "./policy.ts";

/** An instance that is killed takes the summary of its last minute with it, so a hundredth may be missing. Ours. */
const TOLERATED = { messages: 10, share: 0.01 };

/** In a row: what falls between two hours is missing in one and too much in the next. In seconds. */
const FOR_SECONDS = 10_800;

/**
 * More acknowledged than settled means that something else answers for a function, or that Pub/Sub took for done what the
 * function did not settle; fewer, that messages come again which were settled. It looks at the whole fabric, sees no gap
 * below the tolerance, and says nothing of what a target does with what it confirmed.
 */
export function reconciliation(site: Site, told: Channels, { settled }: LogMetrics): void {
  const { subscriptions, fabric } = site.deployment;
  policy(site, told, {
    id: "gap",
    title: "not as many messages acknowledged as settled",
    severity: "WARNING",
    about: `For hours, Pub/Sub got more or fewer acknowledgements than the functions of ${fabric} say they settled. Compare hop by hop on the dashboard; look for a second consumer, and for functions that end in the middle of a call.`,
    conditions: [
      gap(
        fabric,
        settled,
        subscriptions.map(({ name }) => name),
      ),
    ],
  });
}

/** Metrics in PromQL: https://cloud.google.com/monitoring/promql/promql-mapping */
function gap(fabric: string, settled: string, names: readonly string[]): MonitoringAlertPolicyConditions {
  const acknowledged = `sum(increase(pubsub_googleapis_com:subscription_push_request_count{monitored_resource="pubsub_subscription",response_class="ack",subscription_id=~"${names.join("|")}"}[1h]))`;
  const metric = `logging_googleapis_com:user_${`hopspan-${fabric}-settled`.replaceAll("-", "_")}_sum`;
  const told = `(sum(increase(${metric}{monitored_resource="cloud_run_revision"}[1h])) or vector(0))`;
  return {
    displayName: `acknowledged against ${settled}`,
    conditionPrometheusQueryLanguage: {
      query: `abs(${acknowledged} - ${told}) > ${TOLERATED.messages} + ${TOLERATED.share} * ${acknowledged}`,
      duration: `${FOR_SECONDS}s`,
      evaluationInterval: "300s",
      // The metric of a fabric that is new is known only some minutes later.
      disableMetricValidation: true,
    },
  };
}
