// A link from a queue: receives, deletes and polls in vain, and the Lambda function between them.

import { polling, requestsPerMessage, SQS_BATCH } from "./fill.ts";
import { type Flow, flow, type Moment } from "./flow.ts";
import { messageBytes } from "./load.ts";
import { sendFlows } from "./send-flows.ts";
import { copiesOf, type LambdaShape } from "./shape.ts";

/** Lambda gives a whole vCPU at this size: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_VCPU = 1_769;

const MS = 1_000;

/** Everything that a Lambda link uses in one second, logs apart. */
export function lambdaFlows(shape: LambdaShape, moment: Moment): readonly Flow[] {
  const { load, perSecond, assumed } = moment;
  const { fill, batch, pollers } = polling(shape, load, perSecond, assumed);
  const invocations = perSecond / batch;
  const price = shape.source.fifo ? "sqs.fifo" : "sqs.standard";
  const seconds = invocations * invocationSeconds(shape, moment, batch);
  return [
    flow("receive", price, perSecond * requestsPerMessage(fill, messageBytes(load))),
    flow("delete", price, perSecond / Math.min(SQS_BATCH, batch)),
    flow("idle-polls", price, idlePolls(perSecond / fill, pollers, assumed.emptyReceiveSeconds)),
    ...(shape.pollers === undefined ? [] : [flow("pollers", "lambda.poller-hours", pollers / 3_600)]),
    flow("lambda-requests", "lambda.requests", invocations),
    flow("lambda-time", "lambda.gb-seconds", (seconds * shape.memoryMb) / 1_024),
    ...sendFlows(shape, moment, batch * (load.sentPerMessage ?? 1)),
  ];
}

/** Invocations in one second. */
export const lambdaInvocations = (shape: LambdaShape, { load, perSecond, assumed }: Moment): number =>
  perSecond / polling(shape, load, perSecond, assumed).batch;

/**
 * Receives in vain per second: each poller waits 20 s for a message, and in that time none comes with this chance. So a
 * quiet queue costs its polls, and a busy one almost none.
 */
const idlePolls = (receivesPerSecond: number, pollers: number, waitSeconds: number): number =>
  (pollers / waitSeconds) * Math.exp((-receivesPerSecond * waitSeconds) / pollers);

/** How long one invocation is billed for. Waiting takes as long at any size; computing takes longer below one vCPU. */
export function invocationSeconds(shape: LambdaShape, { load, assumed }: Moment, batch: number): number {
  const toTopic = shape.targets.some(({ broker }) => broker === "pubsub");
  const near = shape.targets.every(({ region }) => region === shape.region);
  const waitMs = toTopic ? assumed.publishMs : near ? assumed.nearSendMs : assumed.farSendMs;
  const perMessageMs = toTopic ? assumed.publishCpuMs : assumed.sendCpuMs;
  const copies = (load.sentPerMessage ?? 1) * copiesOf(shape);
  const cpuMs =
    assumed.invocationCpuMs + batch * copies * (perMessageMs + (assumed.kilobyteCpuMs * load.bodyBytes) / 1_024);
  const slowdown = Math.max(1, MB_PER_VCPU / shape.memoryMb);
  return (waitMs + cpuMs * slowdown + assumed.coldShare * assumed.coldMs) / MS;
}
