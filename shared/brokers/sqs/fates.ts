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

/** What a code looks like. Whatever else stands in its place is a server's own text, and has no place in a log. */
const CODE = /^[A-Za-z0-9_-]{1,64}$/;

/** In place of a code that is none. */
const UNKNOWN = "UNKNOWN";

/** The fate of one message: SQS's own words may quote it, so only the code is told, where it looks like one. */
export function fateOf(code: string, queue: string, cause?: unknown): SinkError {
  // Codes come with the query protocol's prefix from some servers: `AWS.SimpleQueueService.BatchRequestTooLong`.
  const bare = code.slice(code.lastIndexOf(".") + 1);
  const known = CODE.test(bare) ? bare : UNKNOWN;
  return new SinkError(known, `sending to ${queue} ended with ${known}`, !FINAL.has(known), cause);
}

/** The code of a connection that broke or could not be made. */
const CONNECTION = "CONNECTION";

/**
 * How the system says so: https://nodejs.org/api/errors.html#common-system-errors. AWS's SDK calls some of them a time-out
 * (`@smithy/node-http-handler`), but nothing is on its way any more, so the request is sent again like one that was
 * throttled. Where the queue has taken it after all, the copy is one that at least once allows.
 */
const BROKEN: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "EADDRNOTAVAIL",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** Names that say nothing: the system's own code stands beside them. */
const NAMELESS: ReadonlySet<string> = new Set(["Error", "AggregateError"]);

/**
 * What was thrown by a request as a `SinkError`. No answer in time may mean that it was carried out after all. An error of
 * ours, such as that there are no keys, keeps its words, and is no fault of the message whatever it is.
 */
export function requestError(thrown: unknown, queue: string): SinkError {
  if (thrown instanceof HopspanError)
    return new SinkError(thrown.code, `sending to ${queue} ended with ${thrown.code}: ${thrown.message}`, true, thrown);
  const name = thrown instanceof Error ? String(thrown.name) : UNKNOWN;
  const code = thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
  if (code !== undefined && BROKEN.has(code))
    return new SinkError(CONNECTION, `sending to ${queue} ended with ${CONNECTION}: ${code}`, true, thrown);
  if (name === "AbortError" || name === "TimeoutError") return fateOf(TIMEOUT, queue, thrown);
  return fateOf(NAMELESS.has(name) && code !== undefined ? code : name, queue, thrown);
}
