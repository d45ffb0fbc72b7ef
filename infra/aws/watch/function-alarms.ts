// Functions that fail as a whole, or are not allowed to run.

import { Duration } from "aws-cdk-lib";
import { grouped, jointAlarm, named, sum, type Watch } from "./joint-alarm.ts";
import { type FunctionMetric, ofFunction } from "./metrics.ts";

const READING = { statistic: "Sum", period: Duration.minutes(5) };

/** The queue gives a batch again, so a single failure mends itself; a quarter of an hour of them does not. */
const READINGS = 3;

const KINDS: readonly (readonly [kind: string, metric: FunctionMetric, about: string])[] = [
  ["errors", "Errors", "Invocations fail as a whole (a crash, a time-out, no identity)"],
  ["throttles", "Throttles", "Invocations are held back by the account's or the region's concurrency"],
];

/** By the names of functions. Deliveries that fail one by one are no error of a function: they age, or die. */
export function functionAlarms(watch: Watch, functions: readonly string[]): void {
  for (const [kind, metricName, about] of KINDS)
    for (const [at, group] of grouped(functions).entries()) {
      const metrics = group.map((name) => ofFunction(name, metricName, READING));
      jointAlarm(watch, {
        kind,
        number: at + 1,
        about: `${about}: one of ${group.join(", ")}`,
        expression: sum(metrics),
        metrics: named(metrics),
        threshold: 0,
        readings: READINGS,
        period: READING.period,
      });
    }
}
