// The numbers that a fabric is watched by: what CloudWatch has of its queues and functions for nothing.

import type { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";

/** How a metric is read: how its values are put together, and over how long. */
export interface Reading {
  readonly statistic: string;
  readonly period: Duration;
}

/** Of a queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export type QueueMetric =
  | "ApproximateNumberOfMessagesVisible"
  | "ApproximateNumberOfMessagesNotVisible"
  | "ApproximateAgeOfOldestMessage"
  | "NumberOfMessagesDeleted";

/** Of a function: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export type FunctionMetric = "Errors" | "Throttles" | "Duration";

/** In the queue's own account and region only: no other sees it. */
export const ofQueue = ({ queue }: SqsEndpoint, metricName: QueueMetric, reading: Reading): Metric =>
  new Metric({ namespace: "AWS/SQS", metricName, dimensionsMap: { QueueName: queue }, ...reading });

/** The same of a function, by its name. */
export const ofFunction = (name: string, metricName: FunctionMetric, reading: Reading): Metric =>
  new Metric({ namespace: "AWS/Lambda", metricName, dimensionsMap: { FunctionName: name }, ...reading });

/** What the summaries of a fabric's functions say, added up; see `settled-filter.ts`. */
export const ofSummaries = (fabric: string, metricName: string, reading: Reading): Metric =>
  new Metric({ namespace: summaryNamespace(fabric), metricName, ...reading });

/** Where the metrics of a fabric's own are. */
export const summaryNamespace = (fabric: string): string => `Hopspan/${fabric}`;
