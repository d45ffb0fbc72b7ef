// Dead letters: each is a message that somebody has to look at.

import { Duration } from "aws-cdk-lib";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { grouped, jointAlarm, named, sum, type Watch } from "./joint-alarm.ts";
import { ofQueue } from "./metrics.ts";

const READING = { statistic: "Maximum", period: Duration.minutes(5) };

/** From the first one on, and until they are gone. */
export function deadLetterAlarms(watch: Watch, queues: readonly SqsEndpoint[]): void {
  for (const [at, group] of grouped(queues).entries()) {
    const metrics = group.map((queue) => ofQueue(queue, "ApproximateNumberOfMessagesVisible", READING));
    jointAlarm(watch, {
      kind: "dead-letters",
      number: at + 1,
      about: `There are dead letters in one of: ${group.map(({ queue }) => queue).join(", ")}`,
      expression: sum(metrics),
      metrics: named(metrics),
      threshold: 0,
      readings: 1,
      period: READING.period,
    });
  }
}
