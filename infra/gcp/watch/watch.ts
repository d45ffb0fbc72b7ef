// Everything that watches the Google half, and what it costs to log.

import type { Site } from "../site.ts";
import { ageAlarms, deadLetterAlarms, pushAlarms } from "./alarms.ts";
import { dashboards } from "./dashboard.ts";
import { logMetrics } from "./log-metrics.ts";
import { channels } from "./policy.ts";
import { reconciliation } from "./reconciliation.ts";
import { requestLogs } from "./request-logs.ts";

/** Alarms, two metrics, a dashboard and the exclusion of request logs: per fabric, not per hop. */
export function watch(site: Site): void {
  const told = channels(site);
  const isRunning = site.deployment.functions.some(({ cloud }) => cloud === "gcp");
  const metrics = isRunning ? logMetrics(site) : undefined;
  requestLogs(site);
  ageAlarms(site, told);
  deadLetterAlarms(site, told);
  pushAlarms(site, told);
  if (metrics !== undefined) reconciliation(site, told, metrics);
  dashboards(site, metrics);
}
