// Messages that wait longer than their hop allows: whatever is wrong, this is where it shows.

import { Duration } from "aws-cdk-lib";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { grouped, jointAlarm, named, type Watch } from "./joint-alarm.ts";
import { ofQueue } from "./metrics.ts";

/** A source queue, and how old its oldest message may get. */
export interface Budget {
  readonly queue: SqsEndpoint;
  readonly ageBudgetSeconds: number;
}

/** SQS says it every minute: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const READING = { statistic: "Maximum", period: Duration.minutes(1) };

/** An age is no passing thing, so one reading beyond the budget is enough. */
export function ageAlarms(watch: Watch, budgets: readonly Budget[]): void {
  for (const [at, group] of grouped(budgets).entries()) {
    const told = group.map(({ queue, ageBudgetSeconds }) => `${queue.name} ${ageBudgetSeconds} s`).join(", ");
    jointAlarm(watch, {
      kind: "age",
      number: at + 1,
      about: `The oldest message waits longer than its hop allows: ${told}`,
      expression: group.map(({ ageBudgetSeconds }, each) => `(FILL(m${each}, 0) > ${ageBudgetSeconds})`).join(" + "),
      metrics: named(group.map(({ queue }) => ofQueue(queue, "ApproximateAgeOfOldestMessage", READING))),
      threshold: 0,
      readings: 1,
      period: READING.period,
    });
  }
}
