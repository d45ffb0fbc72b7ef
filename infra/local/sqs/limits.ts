// What the service holds beyond the limits of a message, as data: read by the rules that refuse and by their tests.

/**
 * Limits of queues and requests; those of messages are `SQS_LIMITS`. Sources:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html and
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const SERVICE_LIMITS = {
  leastMessageBytes: 1_024,
  delaySeconds: 900,
  leastRetentionSeconds: 60,
  waitSeconds: 20,
  receiveMessages: 10,
  receiveCount: 1_000,
  redriveSources: 10,
  queueNameCharacters: 80,
  entryIdCharacters: 80,
  attributeTypeCharacters: 256,
  listedQueues: 1_000,
  tags: 50,
  /** Beyond it a short poll of a standard queue is refused (`OverLimit`); a FIFO queue just gives nothing. */
  messagesInFlight: 120_000,
  /** A FIFO queue knows a deduplication id again for five minutes after the first message that had it. */
  deduplicationMs: 300_000,
  /** A second purge within it is refused. */
  purgeMs: 60_000,
  numberDigits: 38,
  leastNumberExponent: -128,
  mostNumberExponent: 126,
} as const;
