// DeleteMessage and ChangeMessageVisibility, one by one and in batches.

import { SQS_LIMITS } from "../../../../shared/brokers/sqs/endpoint.ts";
import { missingParameter } from "../fault.ts";
import { type Fields, maybeInteger, text } from "../fields.ts";
import { eachEntry, entriesOf } from "./batch.ts";
import { type Operation, type OperationContext, queueOf } from "./operation.ts";

type Step = (queue: string, request: Fields, context: OperationContext) => void;

const remove: Step = (queue, request, { engine }) => engine.deleteMessage(queue, text(request, "ReceiptHandle"));

const change: Step = (queue, request, { engine }) => {
  const seconds = maybeInteger(request, "VisibilityTimeout", 0, SQS_LIMITS.visibilityTimeoutSeconds);
  if (seconds === undefined) throw missingParameter("VisibilityTimeout");
  engine.changeVisibility(queue, text(request, "ReceiptHandle"), seconds);
};

const single =
  (step: Step): Operation =>
  (request, context) => {
    const queue = queueOf(request);
    context.engine.queues.get(queue);
    step(queue, request, context);
    return {};
  };

const batch =
  (step: Step): Operation =>
  (request, context) => {
    const queue = queueOf(request);
    context.engine.queues.get(queue);
    return eachEntry(
      entriesOf(request),
      (entry) => text(entry, "Id"),
      (entry) => {
        step(queue, entry, context);
        return {};
      },
    );
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage = single(remove);
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch = batch(remove);
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility = single(change);
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export const changeMessageVisibilityBatch = batch(change);
