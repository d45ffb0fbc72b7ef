// What a price is: a figure with its unit, its day, its source, and how far it can be trusted.

/** V: a vendor's own page. V*: a dated copy of one, or of a vendor's price list. S: somebody else says so. U: no source. */
export type Mark = "V" | "V*" | "S" | "U";

/** Every price that the model uses: `prices.json` holds exactly these. */
export const PRICE_NAMES = [
  "sqs.standard",
  "sqs.fifo",
  "sqs.fair",
  "lambda.requests",
  "lambda.gb-seconds",
  "lambda.poller-hours",
  "aws.egress",
  "aws.between-regions",
  "kms.requests",
  "cloudwatch.logs",
  "cloudwatch.log-storage",
  "cloudwatch.alarms",
  "cloudwatch.dashboards",
  "cloudwatch.metrics",
  "pubsub.publish",
  "pubsub.delivery",
  "pubsub.export",
  "pubsub.udf",
  "pubsub.storage",
  "run.requests",
  "run.vcpu-seconds",
  "run.gib-seconds",
  "google.egress",
  "google.between-regions",
  "google.logs",
  "google.log-storage",
  "google.alert-conditions",
  "google.secret-versions",
] as const;

export type PriceName = (typeof PRICE_NAMES)[number];

/** Where a figure is from. `date`: as the source has it, `YYYY-MM` or `YYYY-MM-DD`; a note says where it has none. */
export interface Provenance {
  readonly date: string;
  readonly source: string;
  readonly mark: Mark;
  readonly note: string;
}

/** US dollars per `per` units; `low` and `high` where sources disagree, or where the figure is not known. */
export interface Rate {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** A rate, and what it becomes above certain amounts of a month; amounts are in single units, ascending. */
export interface Price extends Rate, Provenance {
  readonly per: number;
  readonly unit: string;
  readonly tiers: readonly (Rate & { readonly above: number })[];
}

/** What is free each month, in single units of all prices that it covers together. */
export interface Allowance extends Provenance {
  readonly covers: readonly PriceName[];
  readonly amount: number;
}

/** All that the model knows of money. `regions`: where the prices hold; elsewhere they are a first guess. */
export interface PriceList {
  readonly regions: readonly string[];
  readonly prices: Readonly<Record<PriceName, Price>>;
  readonly allowances: Readonly<Record<string, Allowance>>;
}
