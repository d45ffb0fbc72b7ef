// A dashboard with a row per hop: what waits, what passes, what fails.

import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard/index.js";
import type { Deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { Site } from "../site.ts";
import { numbered } from "./chunks.ts";
import type { LogMetrics } from "./log-metrics.ts";
import { ofSubscriptions } from "./policy.ts";

/** One chart of a row. */
interface Chart {
  readonly title: string;
  readonly filter: string;
  readonly reading: "ALIGN_MAX" | "ALIGN_RATE";
  readonly by: string;
}

/** https://cloud.google.com/monitoring/quotas: 100 widgets; three to a row. */
const ROWS = 33;

/** A dashboard is 48 columns wide. */
const TILE = { width: 16, height: 12 };

/** Nothing is made where the fabric has neither hops nor landings in Google Cloud. */
export function dashboards({ stack, project, api, deployment }: Site, metrics: LogMetrics | undefined): void {
  const rows = rowsOf(deployment, metrics);
  for (let at = 0; at * ROWS < rows.length; at++)
    new MonitoringDashboard(stack, numbered("dashboard", at), {
      project,
      dashboardJson: JSON.stringify({
        displayName: rows.length > ROWS ? `Hopspan ${deployment.fabric} ${at + 1}` : `Hopspan ${deployment.fabric}`,
        mosaicLayout: { columns: 48, tiles: rows.slice(at * ROWS, (at + 1) * ROWS).flatMap(tiles) },
      }),
      dependsOn: [api("monitoring")],
    });
}

function rowsOf(
  { functions, subscriptions, landings }: Deployment,
  metrics: LogMetrics | undefined,
): readonly Chart[][] {
  const links = functions.flatMap(({ link }) => {
    const subscription = subscriptions.find((each) => each.link === link.name);
    if (subscription !== undefined) return [carried(link.name, subscription.name, metrics)];
    const topics = link.targets.flatMap((target) => (target.broker === "pubsub" ? [target.topic] : []));
    return topics.map((topic) => published(link.name, topic));
  });
  return [...links, ...landings.map(({ topic, subscription }) => landed(topic.name, subscription))];
}

const waiting = (name: string, subscription: string): Chart => ({
  title: `${name}: oldest waiting message, in seconds`,
  filter: ofSubscriptions("oldest_unacked_message_age", [subscription]),
  reading: "ALIGN_MAX",
  by: "resource.label.subscription_id",
});

const carried = (link: string, subscription: string, metrics: LogMetrics | undefined): Chart[] => [
  waiting(link, subscription),
  {
    title: `${link}: pushes a second, by answer`,
    filter: ofSubscriptions("push_request_count", [subscription]),
    reading: "ALIGN_RATE",
    by: "metric.label.response_class",
  },
  ...(metrics === undefined
    ? []
    : [
        {
          title: `${link}: failures a second, by code`,
          filter: `metric.type="logging.googleapis.com/user/${metrics.failures}" AND resource.type="cloud_run_revision" AND metric.labels.link="${link}"`,
          reading: "ALIGN_RATE" as const,
          by: "metric.label.code",
        },
      ]),
];

const published = (link: string, topic: string): Chart[] => [
  {
    title: `${link}: messages a second, as ${topic} takes them`,
    filter: `metric.type="pubsub.googleapis.com/topic/send_message_operation_count" AND resource.type="pubsub_topic" AND resource.labels.topic_id="${topic}"`,
    reading: "ALIGN_RATE",
    by: "metric.label.response_code",
  },
];

const landed = (topic: string, subscription: string): Chart[] => [
  waiting(`${topic} lands`, subscription),
  {
    title: `${topic} lands: messages that wait`,
    filter: ofSubscriptions("num_undelivered_messages", [subscription]),
    reading: "ALIGN_MAX",
    by: "resource.label.subscription_id",
  },
];

/** A position of zero is left out, as Google itself does: said, it would show as a change for ever. */
const tiles = (charts: readonly Chart[], row: number) =>
  charts.map(({ title, filter, reading, by }, column) => ({
    ...(column === 0 ? {} : { xPos: column * TILE.width }),
    ...(row === 0 ? {} : { yPos: row * TILE.height }),
    ...TILE,
    widget: {
      title,
      xyChart: {
        dataSets: [
          {
            plotType: "LINE",
            timeSeriesQuery: {
              timeSeriesFilter: {
                filter,
                aggregation: {
                  alignmentPeriod: "60s",
                  perSeriesAligner: reading,
                  crossSeriesReducer: reading === "ALIGN_MAX" ? "REDUCE_MAX" : "REDUCE_SUM",
                  groupByFields: [by],
                },
              },
            },
          },
        ],
      },
    },
  }));
