// What a broker can refuse a request with, and which requests there are: by name, for those who write faults.

import type { PubsubFault } from "../pubsub/fault.ts";
import { METHODS } from "../pubsub/methods.ts";
import { OPERATIONS } from "../sqs/operations.ts";
import type { Broker } from "./rule.ts";

/** How SQS answers with a code. */
export interface SqsCode {
  readonly httpStatus: number;
  readonly side: "Sender" | "Receiver";
}

const sender = (httpStatus = 400): SqsCode => ({ httpStatus, side: "Sender" });
const receiver = (httpStatus: number): SqsCode => ({ httpStatus, side: "Receiver" });

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html and
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors
 */
export const SQS_CODES: ReadonlyMap<string, SqsCode> = new Map([
  ["ThrottlingException", sender()],
  ["RequestThrottled", sender()],
  ["OverLimit", sender()],
  ["KmsDisabled", sender()],
  ["KmsThrottled", sender()],
  ["KmsAccessDenied", sender()],
  ["KmsInvalidState", sender()],
  ["KmsNotFound", sender()],
  ["KmsOptInRequired", sender()],
  ["QueueDoesNotExist", sender()],
  ["InvalidMessageContents", sender()],
  ["ReceiptHandleIsInvalid", sender()],
  ["AccessDeniedException", sender()],
  ["ExpiredToken", sender(403)],
  ["ExpiredTokenException", sender(403)],
  ["InvalidClientTokenId", sender(403)],
  ["InternalError", receiver(500)],
  ["InternalFailure", receiver(500)],
  ["ServiceUnavailable", receiver(503)],
]);

/** gRPC's own names, but for OK and the loss of what is stored: https://grpc.io/docs/guides/status-codes/ */
export const PUBSUB_CODES = [
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "UNAUTHENTICATED",
] as const satisfies readonly PubsubFault["status"][];

/** Every operation of a broker's server. */
export const operationsOf = (broker: Broker): readonly string[] =>
  broker === "sqs"
    ? [...OPERATIONS.keys()]
    : [...[...METHODS.values()].flatMap((methods) => [...methods.keys()]), "StreamingPull"];

/** Those that carry messages or acknowledge them: what a fault is for that names none. */
export const MESSAGE_OPERATIONS: Readonly<Record<Broker, readonly string[]>> = {
  sqs: [
    ...["SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch"],
    ...["ChangeMessageVisibility", "ChangeMessageVisibilityBatch"],
  ],
  pubsub: ["Publish", "Pull", "StreamingPull", "Acknowledge", "ModifyAckDeadline"],
};

/** Operations of SQS whose entries can fail one by one. */
export const BATCH_OPERATIONS = ["SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"] as const;

/** How a message is done with. Pub/Sub's stands for all ways: by a request, over a stream, by the answer to a push. */
export const ACKNOWLEDGEMENTS: Readonly<Record<Broker, readonly string[]>> = {
  sqs: ["DeleteMessage", "DeleteMessageBatch"],
  pubsub: ["Acknowledge"],
};

/** How a message is sent. */
export const SENDS: Readonly<Record<Broker, readonly string[]>> = {
  sqs: ["SendMessage", "SendMessageBatch"],
  pubsub: ["Publish"],
};
