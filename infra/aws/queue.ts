// A queue that the fabric makes, and the one where its dead letters go.

import { Duration } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import {
  type DeadLetterQueue,
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
  RedrivePermission,
} from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { queueArn, type SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import type { QueuePlan } from "../../shared/fabric/deployment/queue-plan.ts";

/** A queue by its plan: encrypted, and closed to whoever does not speak TLS. */
export function makeQueue(scope: Construct, id: string, plan: QueuePlan, redrive: Redrive = {}): Queue {
  const { endpoint, retentionSeconds, visibilityTimeoutSeconds, feed = {} } = plan;
  const home = new Construct(scope, id);
  return new Queue(home, "Queue", {
    queueName: endpoint.queue,
    retentionPeriod: Duration.seconds(retentionSeconds),
    visibilityTimeout: Duration.seconds(visibilityTimeoutSeconds),
    enforceSSL: true,
    ...encryption(home, endpoint),
    // A rule sends without an id that duplicates could be told by; everybody else has one.
    ...(endpoint.fifo ? { ...HIGH_THROUGHPUT, contentBasedDeduplication: "eventBridge" in feed || "s3" in feed } : {}),
    ...(redrive.to === undefined ? {} : { deadLetterQueue: redrive.to }),
    ...(redrive.from === undefined ? {} : { redriveAllowPolicy: onlyFrom(home, redrive.from) }),
  });
}

/** Where a queue's hopeless messages go, and whose may come: a queue has one of the two. */
export interface Redrive {
  readonly to?: DeadLetterQueue;
  readonly from?: SqsEndpoint;
}

/** Order per group, and as many groups at a time as there are: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
const HIGH_THROUGHPUT: QueueProps = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};

/** SQS's own encryption costs nothing; a key of KMS is its owner's, and so is the key's policy. */
function encryption(scope: Construct, { kmsKey }: SqsEndpoint): QueueProps {
  if (kmsKey === undefined) return { encryption: QueueEncryption.SQS_MANAGED };
  return { encryption: QueueEncryption.KMS, encryptionMasterKey: Key.fromKeyArn(scope, "Key", kmsKey) };
}

function onlyFrom(scope: Construct, source: SqsEndpoint) {
  const sourceQueues = [Queue.fromQueueArn(scope, "Source", queueArn(source))];
  return { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues };
}
