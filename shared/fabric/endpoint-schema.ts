// What the file may say about an endpoint: a queue or a topic, and where it is.

import { z } from "zod";
import { gcsClaimSchema, s3ClaimSchema } from "./claim-schema.ts";
import { duration } from "./duration.ts";
import { feedSchema } from "./feed-schema.ts";
import { formatSchema } from "./format-schema.ts";
import { keyed } from "./keyed.ts";
import { landingSchema } from "./landing-schema.ts";
import { awsAccount, awsRegion, gcpProject, gcpRegion, kmsKey, queueName, schemaName, topicName } from "./names.ts";

const existing = z
  .boolean({ error: "must be true or false" })
  .optional()
  .describe("The endpoint is there already and belongs to another system: it is named, and never made or changed.");

const schema = schemaName.optional().describe("The zod schema of the bodies: a module of shared/schemas.");

const either = "a queue, { sqs: QUEUE }, or a topic, { pubsub: TOPIC }";

const queue = keyed(
  {
    sqs: queueName.describe("The name of an SQS queue. It is a FIFO queue exactly where the name ends in `.fifo`."),
    existing,
    region: awsRegion.optional().describe("The queue's region, where it is not that of `aws`."),
    account: awsAccount.optional().describe("The queue's account, where it is not that of `aws`."),
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
    retention: duration(60, 1_209_600).optional().describe("How long a message waits at most. Default: `4d`."),
    kmsKey: kmsKey.optional().describe("The KMS key that the queue is encrypted with. Default: SQS's own encryption."),
    schema,
    format: formatSchema.optional(),
    fedBy: feedSchema.optional(),
    claimCheck: s3ClaimSchema.optional(),
  },
  either,
).describe("An SQS queue.");

const topic = keyed(
  {
    pubsub: topicName.describe("The name of a Pub/Sub topic."),
    existing,
    ordered: z
      .boolean({ error: "must be true or false" })
      .optional()
      .describe("Messages of one ordering key arrive in the order in which they were published. Default: false."),
    region: gcpRegion
      .optional()
      .describe("Where messages are published, if not in the region of `gcp`: order holds within one region only."),
    project: gcpProject.optional().describe("The topic's project, where it is not that of `gcp`."),
    // https://cloud.google.com/pubsub/docs/replay-overview
    retention: duration(600, 2_678_400)
      .optional()
      .describe("How long the topic keeps messages for subscriptions that come later. Default: not at all."),
    schema,
    format: formatSchema.optional(),
    landsIn: landingSchema.optional(),
    claimCheck: gcsClaimSchema.optional(),
  },
  either,
).describe("A Pub/Sub topic.");

/** A queue or a topic: told apart by which of `sqs` and `pubsub` is there. */
export const endpointSchema = z.union([queue, topic], {
  error: `must be ${either}`,
});

/** An endpoint as written. */
export type WrittenEndpoint = z.output<typeof endpointSchema>;
