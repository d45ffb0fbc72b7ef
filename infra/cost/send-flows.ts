// What sending costs: requests to queues, bytes to topics, and the way there.

import { requestsPerMessage, sendFill } from "./fill.ts";
import { type Flow, flow, type Moment } from "./flow.ts";
import { messageBytes, SECONDS_PER_MONTH } from "./load.ts";
import { type LinkShape, type QueueShape, shareOf, type TopicShape } from "./shape.ts";

/** Pub/Sub counts 20 bytes for the time and the message id, which has about 20: https://cloud.google.com/pubsub/pricing */
const ENVELOPE_BYTES = 40;

/** The least that Pub/Sub counts for a request: https://cloud.google.com/pubsub/pricing */
const LEAST_REQUEST_BYTES = 1_000;

/** https://cloud.google.com/pubsub/quotas#resource_limits; bytes less a tenth, as Hopspan fills them. */
const PUBLISH = { messages: 1_000, bytes: 9_000_000 };

/** What Pub/Sub counts for one message, where requests hold `fill`. */
export const pubsubBytes = (bytes: number, fill: number): number =>
  Math.max(bytes + ENVELOPE_BYTES, LEAST_REQUEST_BYTES / fill);

/** To all targets, `together` messages being ready at a time. */
export const sendFlows = (shape: LinkShape, moment: Moment, together: number): readonly Flow[] =>
  shape.targets.flatMap((target, at) => {
    const share = shareOf(shape, at);
    const own = { ...moment, perSecond: moment.perSecond * share };
    const ready = Math.max(1, together * share);
    return target.broker === "sqs" ? toQueue(shape, target, own, ready) : toTopic(shape, target, own, ready);
  });

function toQueue(shape: LinkShape, target: QueueShape, moment: Moment, together: number): readonly Flow[] {
  const { load, assumed } = moment;
  const bytes = messageBytes(load);
  const perSecond = moment.perSecond * (load.sentPerMessage ?? 1);
  // Two messages of one group never share a request, and a FIFO source prefers to give messages of one group.
  const mixed = target.fifo && shape.cloud === "aws" && shape.source.fifo ? assumed.keyedFillShare : 1;
  const fill = sendFill(1 + (together - 1) * mixed, bytes);
  const wireBytes =
    (bytes * assumed.sendJsonGrowth + assumed.sendEntryBytes + assumed.sendCallBytes / fill) * assumed.framing;
  const price = target.fifo ? "sqs.fifo" : "sqs.standard";
  return [
    flow("send", price, perSecond * requestsPerMessage(fill, bytes)),
    ...(shape.cloud === "gcp" ? [flow("google-egress", "google.egress", perSecond * wireBytes)] : []),
    ...(shape.cloud === "aws" && shape.region !== target.region
      ? [flow("aws-region", "aws.between-regions", perSecond * wireBytes)]
      : []),
  ];
}

function toTopic(shape: LinkShape, target: TopicShape, moment: Moment, together: number): readonly Flow[] {
  const { load, assumed } = moment;
  const bytes = messageBytes(load);
  const perSecond = moment.perSecond * (load.sentPerMessage ?? 1);
  const mixed = isKeyed(shape, target) ? assumed.keyedPublishShare : 1;
  const most = Math.max(1, Math.min(PUBLISH.messages, PUBLISH.bytes / Math.max(1, bytes)));
  const fill = Math.max(1, Math.min(1 + (together - 1) * mixed, most));
  const counted = perSecond * pubsubBytes(bytes, fill);
  return [
    flow("publish", "pubsub.publish", counted),
    ...landingFlows(target, perSecond * pubsubBytes(bytes, 1)),
    ...retentionFlows(target, perSecond * bytes),
    ...(target.udfs ? [flow("udf", "pubsub.udf", counted * target.udfs)] : []),
    ...transfer(shape, target, perSecond, bytes, moment, fill),
  ];
}

/** Every byte once more on its way out; where rows have a key, Pub/Sub itself puts it in, for as much again. */
const landingFlows = ({ landing }: TopicShape, bytesPerSecond: number): readonly Flow[] => [
  ...(landing === undefined ? [] : [flow("export", "pubsub.export", bytesPerSecond)]),
  ...(landing === "keyed" ? [flow("udf", "pubsub.udf", bytesPerSecond)] : []),
];

/** What is there at any time, for the whole month. */
export const retentionFlows = ({ retentionSeconds = 0 }: TopicShape, bytesPerSecond: number): readonly Flow[] =>
  retentionSeconds === 0
    ? []
    : [flow("retention", "pubsub.storage", (bytesPerSecond * retentionSeconds) / SECONDS_PER_MONTH)];

/** From AWS all bytes are paid, gzipped; within Google Cloud only an ordered topic has a region to be far from. */
function transfer(
  shape: LinkShape,
  target: TopicShape,
  perSecond: number,
  bytes: number,
  moment: Moment,
  fill: number,
) {
  const { assumed, load } = moment;
  if (shape.cloud === "aws") {
    const share = load.compressedShare ?? assumed.compressedShare;
    const wireBytes = (bytes * share + assumed.publishCallBytes / fill) * assumed.framing;
    return [flow("aws-egress", "aws.egress", perSecond * wireBytes)];
  }
  const far = target.ordered && target.region !== shape.region;
  return far ? [flow("google-region", "google.between-regions", perSecond * bytes * assumed.framing)] : [];
}

/** Messages of a FIFO queue carry their group as their key, and those of an ordered topic usually have one. */
const isKeyed = (shape: LinkShape, target: TopicShape): boolean =>
  shape.cloud === "aws" ? shape.source.fifo : shape.source.ordered || target.ordered;
