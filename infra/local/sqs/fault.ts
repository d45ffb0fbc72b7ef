// How the service says no: one error class, whose code is the service's own.

/** The code of the older query protocol where it isn't the same: clients read it from a header of the answer. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  QueueNameExists: "QueueAlreadyExists",
  QueueDeletedRecently: "AWS.SimpleQueueService.QueueDeletedRecently",
  PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
};

/**
 * A request that the service refuses, always the sender's fault. `code` is the error's shape name in
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html or the operation's own list.
 * The text is close to the service's, without the value that was refused.
 */
export class SqsFault extends Error {
  override readonly name = "SqsFault";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  /** The code as the query protocol has it, for the header `x-amzn-query-error`. */
  get queryCode(): string {
    return QUERY_CODES[this.code] ?? this.code;
  }
}

/** `InvalidParameterValue` for one named parameter. */
export const invalidParameter = (parameter: string, reason: string): SqsFault =>
  new SqsFault("InvalidParameterValue", `Value for parameter ${parameter} is invalid. Reason: ${reason}`);

/** `MissingParameter`: a parameter is absent or empty. */
export const missingParameter = (parameter: string): SqsFault =>
  new SqsFault("MissingParameter", `The request must contain the parameter ${parameter}.`);

/** `QueueDoesNotExist`; says where it was looked for, since a client in another region is the usual reason. */
export const queueDoesNotExist = (account: string, region: string): SqsFault =>
  new SqsFault("QueueDoesNotExist", `The specified queue does not exist in account ${account}, region ${region}.`);
