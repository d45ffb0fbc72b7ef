// One alarm for several hops: what is watched of each, in one expression.

import { Alarm, ComparisonOperator, MathExpression, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { prefixOf } from "../../../shared/fabric/derive-name.ts";
import type { Reading } from "./metrics.ts";

/** What an alarm may look at: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
export const MOST_METRICS = 10;

/** Where alarms are made: `stack` is the first part of their names. */
export interface Watch {
  readonly scope: Construct;
  readonly stack: string;
  readonly topic: ITopic;
}

/** `kind` is the second part of the alarm's name, and `number` the third. */
export interface JointAlarm {
  readonly kind: string;
  readonly number: number;
  /** What is wrong when it goes off, and where. */
  readonly about: string;
  /** Above `threshold` for so many readings in a row, it goes off. */
  readonly expression: string;
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly threshold: number;
  readonly readings: number;
  readonly period: Reading["period"];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, in characters. */
const DESCRIPTION_CHARACTERS = 1_024;

/** Tells when it goes off, and when all is well again. No reading is no reason: an idle queue has none. */
export function jointAlarm({ scope, stack, topic }: Watch, alarm: JointAlarm): void {
  const { kind, number, about, expression, metrics, period } = alarm;
  const made = new Alarm(scope, `${kind}-${number}`, {
    alarmName: `${prefixOf(stack)}${kind}-${number}`,
    alarmDescription: about.slice(0, DESCRIPTION_CHARACTERS),
    metric: new MathExpression({ expression, usingMetrics: { ...metrics }, label: kind, period }),
    threshold: alarm.threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: alarm.readings,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  made.addAlarmAction(new SnsAction(topic));
  made.addOkAction(new SnsAction(topic));
}

/** In groups of as many as an alarm can look at, each with its number from 1. */
export const grouped = <Item>(items: readonly Item[], most = MOST_METRICS): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, at) => items.slice(at * most, (at + 1) * most));

/** `m0`, `m1` and so on: the names of metrics in an expression. */
export const named = (metrics: readonly Metric[]): Readonly<Record<string, Metric>> =>
  Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric]));

/** All of them added up; one that has no reading counts nothing, instead of undoing the sum. */
export const sum = (metrics: readonly Metric[]): string => metrics.map((_, at) => `FILL(m${at}, 0)`).join(" + ");
