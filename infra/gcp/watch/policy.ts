// An alert policy in the form that all of them have: who is told, how it is named, what a reader is to do.

import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditions,
} from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel/index.js";
import { worldMark } from "../../../shared/fabric/deployment/identity.ts";
import type { Site } from "../site.ts";
import { verbatim } from "../verbatim.ts";

/** The ids of the channels that are told. */
export type Channels = readonly string[];

/** One per address, however often the file names it; without any, alerts are seen in the console only. */
export const channels = ({ stack, project, api, labels, deployment }: Site): Channels =>
  [...new Set(deployment.ground.alarms?.email ?? [])].map(
    (email) =>
      new MonitoringNotificationChannel(stack, `channel_${worldMark(email)}`, {
        project,
        displayName: `${deployment.fabric}: ${verbatim(email)}`,
        type: "email",
        labels: { email_address: verbatim(email) },
        userLabels: labels,
        dependsOn: [api("monitoring")],
      }).id,
  );

/** What differs between two policies. */
export interface Alarm {
  readonly id: string;
  /** Behind the fabric's name. */
  readonly title: string;
  /** For whoever is woken by it; `${...}` stands for a value of the incident. */
  readonly about: string;
  readonly severity: "WARNING" | "ERROR" | "CRITICAL";
  readonly conditions: readonly MonitoringAlertPolicyConditions[];
}

/** Goes off where any of its conditions holds. */
export function policy({ stack, project, api, labels, deployment }: Site, told: Channels, alarm: Alarm): void {
  new MonitoringAlertPolicy(stack, `alarm_${alarm.id}`, {
    project,
    displayName: `${deployment.fabric}: ${alarm.title}`,
    combiner: "OR",
    severity: alarm.severity,
    conditions: [...alarm.conditions],
    documentation: { content: verbatim(alarm.about), mimeType: "text/markdown" },
    notificationChannels: [...told],
    userLabels: labels,
    dependsOn: [api("monitoring")],
  });
}

/** A condition on one of Google's own metrics: `reading` of each series, a minute at a time, above `above` for `forSeconds`. */
export const above = (
  displayName: string,
  filter: string,
  { reading, above: thresholdValue, forSeconds }: { reading: string; above: number; forSeconds: number },
): MonitoringAlertPolicyConditions => ({
  displayName,
  conditionThreshold: {
    filter,
    comparison: "COMPARISON_GT",
    thresholdValue,
    duration: `${forSeconds}s`,
    aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: reading }],
    trigger: { count: 1 },
  },
});

/** A filter for one metric of some subscriptions. */
export const ofSubscriptions = (metric: string, names: readonly string[], more = ""): string =>
  [
    `metric.type="pubsub.googleapis.com/subscription/${metric}"`,
    'resource.type="pubsub_subscription"',
    `resource.labels.subscription_id=one_of(${names.map((name) => `"${name}"`).join(",")})`,
    ...(more === "" ? [] : [more]),
  ].join(" AND ");
