// What the model has to assume, since no page says it and nothing was measured in a cloud: each as low, assumed, high.

import { UNKNOWNS, type Unknown } from "./unknowns.ts";

/** Which end of what is not known: `low` costs least, `high` most, `assumed` is what the model thinks likely. */
export type End = "low" | "assumed" | "high";

/** All three, the cheapest first. */
export const ENDS: readonly End[] = ["low", "assumed", "high"];

/** One figure, and the unknown that it is a part of. `low` is the end that costs less, so it may be the larger number. */
export interface Assumption {
  readonly low: number;
  readonly assumed: number;
  readonly high: number;
  readonly unknown: Unknown;
}

const open = (unknown: Unknown, low: number, assumed: number, high: number): Assumption => ({
  low,
  assumed,
  high,
  unknown,
});

/** A figure that the docs give, or whose error could not be seen in a total. */
const fixed = (value: number): Assumption => open("small", value, value, value);

/** Everything that is assumed, by name, with its unit in the name. */
export const ASSUMPTIONS = {
  // The most that a receive holds is 10: messages that come bunched may fill it at any rate.
  leastReceiveFill: open("receiveFill", 10, 1, 1),
  // A receive is taken to hold what comes in 20 ms; at the dear end always one.
  receiveFillSeconds: open("receiveFill", 0.02, 0.02, 0),
  idlePollers: open("idlePollers", 2, 2, 5),
  // Never fewer where MaximumConcurrency is set: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
  cappedPollers: fixed(5),
  // The longest long poll; 15 empty receives a minute from 5 pollers were seen: https://github.com/getlift/lift/issues/132
  emptyReceiveSeconds: fixed(20),
  // What one provisioned poller does at most: AWS's launch blog of 2025-11-14.
  pollsPerPollerSecond: fixed(10),
  pollerBytesPerSecond: fixed(1_000_000),
  eventJsonGrowth: fixed(1.06),
  eventRecordBytes: fixed(700),
  compressedShare: open("compression", 0.15, 0.25, 1),
  framing: fixed(1.03),
  publishCallBytes: open("callBytes", 150, 250, 500),
  sendCallBytes: open("callBytes", 900, 1_500, 2_000),
  sendEntryBytes: open("callBytes", 100, 150, 250),
  sendJsonGrowth: open("callBytes", 1, 1.1, 1.4),
  publishMs: open("waiting", 30, 45, 60),
  nearPublishMs: open("waiting", 10, 20, 40),
  nearSendMs: open("waiting", 8, 15, 30),
  farSendMs: open("waiting", 20, 50, 150),
  invocationCpuMs: open("cpu", 0.12, 0.17, 0.34),
  publishCpuMs: open("cpu", 0.013, 0.018, 0.036),
  sendCpuMs: open("cpu", 0.07, 0.11, 0.22),
  pushCpuMs: open("cpu", 0.1, 0.15, 0.4),
  kilobyteCpuMs: open("cpu", 0.006, 0.012, 0.024),
  coldShare: open("coldStarts", 0, 0.002, 0.01),
  coldMs: open("coldStarts", 150, 300, 800),
  busyShare: open("instances", 0.8, 0.6, 0.5),
  leastSendFill: open("sendFill", 10, 1, 1),
  // 0 at the dear end: then no two pushes ever meet.
  sendFillShare: open("sendFill", 1, 1, 0),
  keyedFillShare: open("keys", 1, 0, 0),
  keyedPublishShare: open("keys", 1, 1, 0),
  lambdaSummaryBytes: open("logBytes", 180, 220, 280),
  lambdaPlatformBytes: open("logBytes", 250, 400, 500),
  runSummaryBytes: open("logBytes", 300, 700, 1_200),
  runRequestLogBytes: open("logBytes", 600, 1_200, 1_800),
  storedLogShare: open("logBytes", 0.1, 0.15, 1),
  kmsFactor: open("keysUsed", 1, 1, 5),
} as const satisfies Record<string, Assumption>;

export type Assumed = Readonly<Record<keyof typeof ASSUMPTIONS, number>>;

/** One end of everything; `of` says which unknowns are there, and all others are as assumed. */
export function assume(end: End, of: (unknown: Unknown) => boolean = () => true): Assumed {
  const chosen = Object.entries(ASSUMPTIONS).map(([name, assumption]: [string, Assumption]) => [
    name,
    of(assumption.unknown) ? assumption[end] : assumption.assumed,
  ]);
  return Object.fromEntries(chosen) as Assumed;
}

/** What is open, each with its reason. */
export const OPEN_UNKNOWNS: readonly Unknown[] = (Object.keys(UNKNOWNS) as Unknown[]).filter(
  (name) => name !== "small",
);
