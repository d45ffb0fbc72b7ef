// What a refused send means: whose fault it was, read from the code that SQS gave.

import { HopspanError, SinkError } from "../../core/errors.ts";
import { TIMEOUT } from "../request.ts";

/**
 * Only what the message itself is to blame for is final: a missing queue, right, key or quota can be put right, and good
 * messages must live to see it. Nor is it to blame for `MissingParameter`: that is how a FIFO queue answers who takes it
 * for a standard one. Codes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html and
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html#API_SendMessageBatch_Errors
 */
const FINAL: ReadonlySet<string> = new Set([
  "InvalidMessageContents",
  "InvalidParameterValue",
  "InvalidParameterValueException",
  "InvalidAttributeName",
  "InvalidAttributeValue",
  "ValidationError",
  "BatchRequestTooLong",
  "TooManyEntriesInBatchRequest",
  "EmptyBatchRequest",
  "SerializationException",
]);

/** The fate of one message: SQS's own words may quote it, so only the code is told. */
export function fateOf(code: string, queue: string, cause?: unknown): SinkError {
  // Codes come with the query protocol's prefix from some servers: `AWS.SimpleQueueService.BatchRequestTooLong`.
  const bare = code.slice(code.lastIndexOf(".") + 1);
  return new SinkError(bare, `sending to ${queue} ended with ${bare}`, !FINAL.has(bare), cause);
}

/** Names that say nothing: the network's own code, as `ECONNREFUSED`, stands beside them. */
const NAMELESS: ReadonlySet<string> = new Set(["Error", "AggregateError"]);

/**
 * What was thrown by a request as a `SinkError`. No answer in time may mean that it was carried out after all. An error of
 * ours, such as that there are no keys, keeps its words, and is no fault of the message whatever it is.
 */
export function requestError(thrown: unknown, queue: string): SinkError {
  if (thrown instanceof HopspanError)
    return new SinkError(thrown.code, `sending to ${queue} ended with ${thrown.code}: ${thrown.message}`, true, thrown);
  const name = thrown instanceof Error ? thrown.name : "UNKNOWN";
  if (name === "AbortError" || name === "TimeoutError") return fateOf(TIMEOUT, queue, thrown);
  const code = thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
  return fateOf(NAMELESS.has(name) && code !== undefined ? code : name, queue, thrown);
}
