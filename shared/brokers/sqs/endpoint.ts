// An SQS queue as an address, and what SQS can hold, as data: read by sinks, by check, by tests and by the docs alike.

/** A queue, named without a host: a client's own settings say where SQS is. */
export interface SqsEndpoint {
  readonly broker: "sqs";
  /** The endpoint's name in the fabric: part of the origin id of messages that enter there. */
  readonly name: string;
  /** The queue's name; ends in `.fifo` exactly where `fifo` holds. */
  readonly queue: string;
  readonly fifo: boolean;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** The ARN of the KMS key that encrypts the queue; absent where SQS's own encryption does. */
  readonly kmsKey?: string;
  /** Where bodies lie that are too large for the queue; absent where the endpoint has no claim check. */
  readonly claimCheck?: S3Claims;
}

/** An S3 bucket, and how long what lies there stays. */
export interface S3Claims {
  readonly bucket: string;
  readonly region: string;
  /** What all keys begin with; may be empty. */
  readonly prefix: string;
  /** Messages beyond this lie there, in bytes as SQS counts them; absent: only those that the queue can't take. */
  readonly aboveBytes?: number;
  readonly keepSeconds: number;
}

/** The queue's URL in AWS. A client with an endpoint of its own (`AWS_ENDPOINT_URL`) goes there instead. */
export function queueUrl({ region, account, queue }: Pick<SqsEndpoint, "region" | "account" | "queue">): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${queue}`;
}

/** The queue's ARN. */
export function queueArn({ region, account, queue }: SqsEndpoint): string {
  return `arn:aws:sqs:${region}:${account}:${queue}`;
}

/**
 * Limits of SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html and
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const SQS_LIMITS = {
  /** Body and attributes (names, types, values) together; a queue may be set lower by `MaximumMessageSize`. */
  messageBytes: 1_048_576,
  /** What queues that were made before August 2025, or by older tools, may still be set to. */
  olderMessageBytes: 262_144,
  /** `MaximumMessageSize` is never set lower than this. */
  leastMaximumBytes: 1_024,
  requestEntries: 10,
  /** All entries of one request together. */
  requestBytes: 1_048_576,
  attributes: 10,
  attributeNameCharacters: 256,
  /** MessageGroupId and MessageDeduplicationId: letters, digits and ASCII punctuation. */
  groupCharacters: 128,
  deduplicationCharacters: 128,
  visibilityTimeoutSeconds: 43_200,
  retentionSeconds: 1_209_600,
} as const;

const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/**
 * True for a name that an attribute can have:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const isLegalName = (name: string): boolean =>
  name.length <= SQS_LIMITS.attributeNameCharacters &&
  NAME.test(name) &&
  !/^(aws|amazon)\./i.test(name) &&
  // The SDK builds its request by assignment, which would set a prototype instead of this name.
  name !== "__proto__";
