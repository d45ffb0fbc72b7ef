// What the service holds beyond the limits of a message, as data: read by the rules that refuse and by their tests.

/**
 * Limits of queues and requests; those of messages are `SQS_LIMITS`. Sources:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html and
 * quotas-messages.html, quotas-queues.html and quotas-policies.html beside it
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
  tagKeyCharacters: 128,
  tagValueCharacters: 256,
  movedPerSecond: 500,
  listedMoveTasks: 10,
  policyBytes: 8_192,
  policyStatements: 20,
  statementActions: 7,
  labelCharacters: 80,
  /** Beyond it a short poll of a standard queue is refused (`OverLimit`); a FIFO queue just gives nothing. */
  messagesInFlight: 120_000,
  /** A tenant of a fair queue is noisy with so many messages in flight, where they are more than this share of all. */
  noisyMessages: 30,
  noisyShare: 0.1,
  /** A tenant that has sent nothing for so long is none that is noisy. */
  noisyMs: 300_000,
  /** A FIFO queue knows a deduplication id again for five minutes after the first message that had it. */
  deduplicationMs: 300_000,
  /** So long after a receive, one with its attempt id repeats it. */
  attemptMs: 300_000,
  /** So long the name of a deleted queue stays taken. */
  deletedNameMs: 60_000,
  /** A second purge within it is refused. */
  purgeMs: 60_000,
  numberDigits: 38,
  leastNumberExponent: -128,
  mostNumberExponent: 126,
} as const;
