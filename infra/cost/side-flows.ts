// What comes along: encryption keys, log lines, secrets, and the fee for tenants.

import { type Flow, flow, type Moment } from "./flow.ts";
import { lambdaInvocations } from "./lambda-flows.ts";
import { SECONDS_PER_MONTH } from "./load.ts";
import { busyInstances } from "./run-flows.ts";
import type { LinkShape } from "./shape.ts";

/**
 * A data key is used for 300 s unless the queue says otherwise; two requests per sender and one per receiver:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
const KMS = { reuseSeconds: 300, perSender: 2, perReceiver: 1 };

/** One in a hundred invocations has something to tell beside its summary. Ours, as is the size of such a line. */
const TROUBLE = { share: 0.01, bytes: 250 };

/** Google keeps logs for 30 days at no further charge: https://cloud.google.com/stackdriver/pricing */
const GOOGLE_FREE_DAYS = 30;

const DAYS_PER_MONTH = SECONDS_PER_MONTH / 86_400;

/** Everything that depends on neither polling nor sending. */
export const sideFlows = (shape: LinkShape, moment: Moment): readonly Flow[] => [
  ...keyFlows(shape, moment),
  ...logFlows(shape, moment),
  ...(shape.cloud === "gcp" && shape.secrets > 0
    ? [flow("secrets", "google.secret-versions", shape.secrets / SECONDS_PER_MONTH)]
    : []),
];

/** The fee for tenants, on every request of a standard queue that has messages in it. */
export const fairFlows = (flows: readonly Flow[], tenants: boolean | undefined): readonly Flow[] =>
  flows
    .filter(({ item, price }) => tenants === true && price === "sqs.standard" && item !== "idle-polls")
    .map(({ perSecond }) => flow("fair", "sqs.fair", perSecond));

/** Never more often than once per message. */
function keyFlows({ source, targets }: LinkShape, { perSecond, assumed }: Moment): readonly Flow[] {
  const often = Math.min(perSecond, assumed.kmsFactor / KMS.reuseSeconds);
  const queues = targets.filter((target) => target.broker === "sqs" && target.kmsKey !== undefined).length;
  const reads = source.broker === "sqs" && source.kmsKey !== undefined ? KMS.perReceiver : 0;
  const requests = often * (reads + queues * KMS.perSender);
  return requests === 0 ? [] : [flow("kms", "kms.requests", requests)];
}

/** Never more often than once per call; an instance that gathers them writes one when its time is over. */
function summariesPerSecond(shape: LinkShape, moment: Moment, calls: number): number {
  const { summaries, summarySeconds = 0 } = shape.logs;
  if (!summaries) return 0;
  const instances = shape.cloud === "aws" ? calls : Math.max(1, busyInstances(shape, moment));
  return summarySeconds === 0 ? calls : Math.min(calls, instances / summarySeconds);
}

function logFlows(shape: LinkShape, moment: Moment): readonly Flow[] {
  const { platform, retentionDays } = shape.logs;
  const { assumed } = moment;
  const isLambda = shape.cloud === "aws";
  const [summary, lines] = isLambda
    ? [assumed.lambdaSummaryBytes, assumed.lambdaPlatformBytes]
    : [assumed.runSummaryBytes, assumed.runRequestLogBytes];
  const calls = isLambda ? lambdaInvocations(shape, moment) : moment.perSecond;
  const bytes = (platform ? lines : 0) + TROUBLE.share * TROUBLE.bytes;
  const written = bytes * calls + summary * summariesPerSecond(shape, moment, calls);
  const months = (isLambda ? retentionDays : Math.max(0, retentionDays - GOOGLE_FREE_DAYS)) / DAYS_PER_MONTH;
  const kept = written * months * (isLambda ? assumed.storedLogShare : 1);
  return [
    flow("logs", isLambda ? "cloudwatch.logs" : "google.logs", written),
    ...(kept > 0 ? [flow("log-storage", isLambda ? "cloudwatch.log-storage" : "google.log-storage", kept)] : []),
  ];
}
