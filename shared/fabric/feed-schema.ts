// What the file may say about a queue that something else in AWS fills: wired by the provider, without a function.

import { z } from "zod";
import { keyed } from "./keyed.ts";
import { isFilter, isPattern } from "./match-values.ts";
import { s3Bucket } from "./names.ts";

const text = (expected: string) => z.string({ error: `must be ${expected}` }).min(1, { error: `must be ${expected}` });

/** What the services of one account and region are called by: `resource` is the rest of the ARN. */
const arn = (service: string, resource: string, example: string) => {
  const error = `must be an ARN, as ${example}`;
  return z.string({ error }).regex(new RegExp(`^arn:aws:${service}:[a-z0-9-]+:[0-9]{12}:${resource}$`), { error });
};

const texts = (expected: string) => z.array(text(expected), { error: `must be a list: [${expected}]` }).min(1);

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const FILTER_ATTRIBUTES = 5;

/** What either service takes in a list of what a field may be. */
const VALUES =
  'each value a text, a number, true, false, null or one operator, as { prefix: TEXT } or { numeric: [">", 5] }';

const sns = keyed(
  {
    topic: arn("sns", "[A-Za-z0-9_-]{1,256}(\\.fifo)?", "arn:aws:sns:eu-west-1:111122223333:orders").describe(
      "The SNS topic, which is there already. A FIFO topic feeds a FIFO queue.",
    ),
    filter: z
      .record(z.string(), z.array(z.unknown()).min(1, { error: "must hold at least one value" }), {
        error: "must be a filter policy: { ATTRIBUTE: [VALUE] }",
      })
      .refine((filter) => Object.keys(filter).length >= 1 && Object.keys(filter).length <= FILTER_ATTRIBUTES, {
        error: `must name 1 to ${FILTER_ATTRIBUTES} attributes`,
      })
      .refine(isFilter, { error: `must be a filter policy: ${VALUES}` })
      .optional()
      .describe("A filter policy over message attributes; what does not match never reaches the queue."),
  },
  "{ topic: ARN }",
).describe("An SNS topic, subscribed with raw delivery: attributes stay attributes.");

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const eventBus = z
  .string({ error: "must be the name or the ARN of an event bus" })
  .regex(/^(arn:aws:events:[a-z0-9-]+:[0-9]{12}:event-bus\/)?[/._A-Za-z0-9-]{1,256}$/, {
    error: "must be the name of an event bus, or its ARN, as arn:aws:events:eu-west-1:111122223333:event-bus/shop",
  });

/** The most that the quota can be raised to: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const PATTERN_CHARACTERS = 4_096;

const PATTERN = `must be an event pattern: fields with lists of what they may be, as { detail: { status: [PAID] } }; ${VALUES}`;

const eventBridge = keyed(
  {
    bus: eventBus.optional().describe("The event bus, by its name or its ARN. Default: `default`."),
    source: texts("shop.orders").optional().describe("The sources of the events that are taken."),
    detailType: texts("OrderPaid").optional().describe("The detail types of the events that are taken."),
    pattern: z
      .record(z.string(), z.unknown(), { error: PATTERN })
      .refine(isPattern, { error: PATTERN })
      .refine((pattern) => JSON.stringify(pattern).length <= PATTERN_CHARACTERS, {
        error: `must be an event pattern of at most ${PATTERN_CHARACTERS} characters`,
      })
      .optional()
      .describe("A whole event pattern, for what `source` and `detailType` can't say."),
  },
  "{ source: [NAME], detailType: [NAME] }",
).describe("An EventBridge rule; the whole event becomes the body.");

const s3 = keyed(
  {
    bucket: s3Bucket.describe("The bucket, which is there already and sends its events to EventBridge."),
    events: texts("Object Created").optional().describe("The detail types. Default: `Object Created`."),
    prefix: text("a key prefix").optional().describe("Only objects whose key starts with this."),
    suffix: text("a key suffix").optional().describe("Only objects whose key ends in this."),
  },
  "{ bucket: NAME }",
).describe("Notifications of an S3 bucket, by way of EventBridge: the bucket itself is not changed.");

const dynamodbStream = keyed(
  {
    stream: arn(
      "dynamodb",
      "table/[A-Za-z0-9_.-]{3,255}/stream/[0-9TZ:.-]+",
      "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
    ).describe("The table's stream, which is there already."),
    startingPosition: z
      .enum(["LATEST", "TRIM_HORIZON"], { error: "must be LATEST or TRIM_HORIZON" })
      .optional()
      .describe("Where to start: at new changes, or at the oldest that the stream still has. Default: `LATEST`."),
  },
  "{ stream: ARN }",
).describe("A DynamoDB stream, by an EventBridge pipe; each change becomes a body.");

const SQL = "must be an IoT rule's SQL, as SELECT * FROM 'sensors/#'";

const iotRule = keyed(
  {
    sql: z
      .string({ error: SQL })
      .regex(/^\s*[Ss][Ee][Ll][Ee][Cc][Tt]\s/, { error: SQL })
      .describe("The rule's SQL. `topic()` and `timestamp()` put into the payload what a queue has no place for."),
    base64: z.boolean({ error: "must be true or false" }).optional().describe("Encode payloads that are no text."),
  },
  `{ sql: "SELECT * FROM 'TOPIC'" }`,
).describe("An IoT Core rule. It can't feed a FIFO queue.");

/** Exactly one way to feed a queue. */
export const feedSchema = keyed(
  {
    sns: sns.optional(),
    eventBridge: eventBridge.optional(),
    s3: s3.optional(),
    dynamodbStream: dynamodbStream.optional(),
    iotRule: iotRule.optional(),
  },
  "what feeds the queue: { eventBridge: { source: [NAME] } }",
)
  .refine((feed) => Object.values(feed).filter((way) => way !== undefined).length === 1, {
    error: "must name exactly one of sns, eventBridge, s3, dynamodbStream, iotRule",
  })
  .describe("What else in AWS fills the queue, wired without a function.");

/** A feed as written: one of its keys is there. */
export type Feed = z.output<typeof feedSchema>;
