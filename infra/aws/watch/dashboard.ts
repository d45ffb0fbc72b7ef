// The fabric at a glance: a row per hop on AWS, with all that says how it fares.

import { Duration } from "aws-cdk-lib";
import { Dashboard, type Metric, SingleValueWidget, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { grouped } from "./joint-alarm.ts";
import { type FunctionMetric, ofFunction, ofQueue, type QueueMetric } from "./metrics.ts";

/** A link: its function, the queue it reads, and where its dead letters lie. */
export interface Row {
  readonly title: string;
  readonly function: string;
  readonly source: SqsEndpoint;
  readonly deadLetters: SqsEndpoint;
}

/**
 * A widget per row and six metrics in it: at most 500 widgets and 2,500 metrics fit.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const MOST_ROWS = 400;

/** The whole width of a dashboard, in its own units. */
const WIDTH = 24;

const ABOUT = "Hops whose functions run on AWS. Those that run in Google Cloud are on its own dashboard.";

const PERIOD = Duration.minutes(5);

/** Named as the stack that it lies in, and numbered where one would not hold all rows. */
export function dashboards(scope: Construct, name: string, rows: readonly Row[]): void {
  for (const [at, group] of grouped(rows, MOST_ROWS).entries()) {
    const dashboardName = at === 0 ? name : `${name}-Dashboard-${at + 1}`;
    const heading = new TextWidget({ markdown: `# ${dashboardName}\n${ABOUT}`, width: WIDTH, height: 2 });
    new Dashboard(scope, `Dashboard-${at + 1}`, {
      dashboardName,
      widgets: [[heading], ...group.map((row) => [widget(row)])],
    });
  }
}

const widget = (row: Row): SingleValueWidget =>
  new SingleValueWidget({ title: row.title, metrics: [...metrics(row)], width: WIDTH, height: 3, sparkline: true });

function metrics({ source, deadLetters, function: name }: Row): readonly Metric[] {
  const queue = (of: SqsEndpoint, metric: QueueMetric, statistic: string, label: string) =>
    ofQueue(of, metric, { statistic, period: PERIOD }).with({ label });
  const run = (metric: FunctionMetric, statistic: string, label: string) =>
    ofFunction(name, metric, { statistic, period: PERIOD }).with({ label });
  return [
    queue(source, "ApproximateNumberOfMessagesVisible", "Maximum", "waiting"),
    queue(source, "ApproximateAgeOfOldestMessage", "Maximum", "oldest"),
    queue(source, "ApproximateNumberOfMessagesNotVisible", "Maximum", "in flight"),
    run("Errors", "Sum", "errors"),
    run("Duration", "p95", "duration"),
    queue(deadLetters, "ApproximateNumberOfMessagesVisible", "Maximum", "dead letters"),
  ];
}
