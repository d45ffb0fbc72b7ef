// What queues forget, held against what functions say they settled: a gap is a message that nobody can account for.

import { Duration } from "aws-cdk-lib";
import { FilterPattern, type LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { grouped, jointAlarm, MOST_METRICS, named, sum, type Watch } from "./joint-alarm.ts";
import { ofQueue, ofSummaries, summaryNamespace } from "./metrics.ts";

/** A source queue, and the log of the function that reads it. */
export interface Account {
  readonly queue: SqsEndpoint;
  readonly log: LogGroup;
}

const READING = { statistic: "Sum", period: Duration.hours(1) };

/** Three hours in a row: what falls between two hours is missing in one and too much in the next. */
const READINGS = 3;

/** Ours: what may be on its way between a summary and the queue's answer: so many, and one of so many more. */
const TOLERATED = { messages: 10, oneOf: 1_000 };

/**
 * Lambda deletes what a function has settled (relayed, dropped, dead), and each summary says how much that was. More
 * deletions mean that someone else takes from a queue, or that Lambda took for done what the function did not settle;
 * fewer, that messages come again which were settled. It can't see fewer than ten an hour, nor what a target does with
 * what it confirmed, nor an hour whose log lines came late for good. One custom metric per nine queues.
 */
export function reconciliation(watch: Watch, fabric: string, accounts: readonly Account[]): void {
  for (const [at, group] of grouped(accounts, MOST_METRICS - 1).entries()) {
    const metricName = `${watch.stack}-settled-${at + 1}`;
    for (const { log } of group) countSettled(log, fabric, metricName);
    const deleted = group.map(({ queue }) => ofQueue(queue, "NumberOfMessagesDeleted", READING));
    const names = group.map(({ queue }) => queue.name).join(", ");
    jointAlarm(watch, {
      kind: "reconciliation",
      number: at + 1,
      about: `For hours, not as many messages were deleted as were settled, in one of: ${names}`,
      expression: `ABS(${sum(deleted)} - FILL(settled, 0)) - FILL(settled, 0) / ${TOLERATED.oneOf}`,
      metrics: { ...named(deleted), settled: ofSummaries(fabric, metricName, READING) },
      threshold: TOLERATED.messages,
      readings: READINGS,
      period: READING.period,
    });
  }
}

function countSettled(log: LogGroup, fabric: string, metricName: string): void {
  new MetricFilter(log, "Settled", {
    logGroup: log,
    filterPattern: FilterPattern.stringValue("$.event", "=", "summary"),
    metricNamespace: summaryNamespace(fabric),
    metricName,
    metricValue: "$.settled",
  });
}
