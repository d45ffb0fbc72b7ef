// What a link uses, piece by piece, before anybody speaks of money.

import type { Assumed } from "./assumptions.ts";
import type { Load } from "./load.ts";
import type { PriceName } from "./price.ts";

/** The pieces of a bill, with the words that a person reads. */
export const ITEMS = {
  receive: "SQS receives",
  "idle-polls": "SQS empty receives",
  delete: "SQS deletes",
  send: "SQS sends",
  fair: "fair queue fee (tenants)",
  kms: "KMS requests",
  pollers: "provisioned pollers",
  "lambda-requests": "Lambda requests",
  "lambda-time": "Lambda time",
  "run-requests": "Cloud Run requests",
  "run-cpu": "Cloud Run CPU",
  "run-memory": "Cloud Run memory",
  delivery: "Pub/Sub delivery",
  publish: "Pub/Sub publish",
  export: "into a table or a bucket",
  retention: "kept by a topic",
  udf: "Pub/Sub transforms (UDF)",
  "aws-egress": "bytes out of AWS",
  "google-egress": "bytes out of Google",
  "aws-region": "bytes to another AWS region",
  "google-region": "bytes to another Google region",
  logs: "logs",
  "log-storage": "logs kept",
  secrets: "secrets",
  alarms: "CloudWatch alarms",
  dashboards: "CloudWatch dashboards",
  metrics: "CloudWatch custom metrics",
  "alert-conditions": "Google alert conditions",
} as const;

export type ItemName = keyof typeof ITEMS;

/** How much of what a price counts is used, in single units per second. */
export interface Flow {
  readonly item: ItemName;
  readonly price: PriceName;
  readonly perSecond: number;
}

/** The moment that is looked at: a load, the rate that holds now, and one end of what is not known. */
export interface Moment {
  readonly load: Load;
  readonly perSecond: number;
  readonly assumed: Assumed;
}

/** A flow; short, since every file of the model makes some. */
export const flow = (item: ItemName, price: PriceName, perSecond: number): Flow => ({ item, price, perSecond });
