// A link from a topic: one push a message, and the Cloud Run instances that take them.

import { type Flow, flow, type Moment } from "./flow.ts";
import { messageBytes } from "./load.ts";
import { pubsubBytes, retentionFlows, sendFlows } from "./send-flows.ts";
import { copiesOf, type RunShape } from "./shape.ts";

/** Time is billed in steps of 100 ms: https://cloud.google.com/run/pricing */
const STEP_MS = 100;

const MS = 1_000;

/** Everything that a Cloud Run link uses in one second, logs apart. */
export function runFlows(shape: RunShape, moment: Moment): readonly Flow[] {
  const { load, perSecond, assumed } = moment;
  const instances = busyInstances(shape, moment);
  const meeting = (perSecond / Math.max(1, instances)) * (shape.lingerMs / MS) * assumed.sendFillShare;
  const together = Math.max(assumed.leastSendFill, 1 + meeting, load.sentPerMessage ?? 1);
  const delivered = perSecond * pubsubBytes(messageBytes(load), 1);
  return [
    flow("delivery", "pubsub.delivery", delivered),
    ...(shape.source.udfs ? [flow("udf", "pubsub.udf", delivered * shape.source.udfs)] : []),
    ...retentionFlows(shape.source, perSecond * messageBytes(load)),
    flow("run-requests", "run.requests", perSecond),
    flow("run-cpu", "run.vcpu-seconds", instances * shape.cpu),
    flow("run-memory", "run.gib-seconds", (instances * shape.memoryMb) / 1_024),
    ...sendFlows(shape, moment, together),
  ];
}

/**
 * Instances that are billed at a time. A sparse push keeps one alive for a step of 100 ms; many pushes need as many as
 * their CPU or their number asks for, none of them filled to the brim.
 */
export function busyInstances(shape: RunShape, moment: Moment): number {
  const { perSecond, assumed } = moment;
  const cpuMs = pushCpuMs(shape, moment) / shape.cpu;
  const requestMs = shape.lingerMs + waitMs(shape, moment) + cpuMs;
  const billedSeconds = (Math.ceil(requestMs / STEP_MS) * STEP_MS) / MS;
  if (shape.concurrency === 1) return perSecond * billedSeconds;
  const byCpu = (perSecond * cpuMs) / MS / assumed.busyShare;
  const byNumber = (perSecond * requestMs) / MS / (shape.concurrency * assumed.busyShare);
  return Math.max(1 - Math.exp(-perSecond * billedSeconds), byCpu, byNumber);
}

function pushCpuMs(shape: RunShape, { load, assumed }: Moment): number {
  const kilobytes = load.bodyBytes / 1_024;
  return (
    assumed.pushCpuMs + assumed.kilobyteCpuMs * kilobytes * Math.max(1, (load.sentPerMessage ?? 1) * copiesOf(shape))
  );
}

const waitMs = ({ targets }: RunShape, { assumed }: Moment): number =>
  targets.some(({ broker }) => broker === "sqs") ? assumed.farSendMs : assumed.nearPublishMs;
