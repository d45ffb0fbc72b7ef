// SendMessage and SendMessageBatch.

import { SQS_LIMITS } from "../../../../shared/brokers/sqs/endpoint.ts";
import { text as textAttribute } from "../../../../shared/core/message.ts";
import { SqsFault } from "../fault.ts";
import { type Fields, maybeInteger, maybeText, text } from "../fields.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { md5OfAttributes, md5OfBody } from "../md5.ts";
import type { Draft } from "../message.ts";
import { draftBytes } from "../message-rules.ts";
import { readAttributes, readTraceHeader } from "./attribute-fields.ts";
import { eachEntry, entriesOf } from "./batch.ts";
import { type Operation, type OperationContext, queueOf } from "./operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage: Operation = (request, context) => {
  const queue = queueOf(request);
  context.engine.queues.get(queue);
  return deliver(queue, readDraft(request), context);
};

/**
 * An entry that breaks a rule fails alone; more than 1 MiB together is refused as a whole:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export const sendMessageBatch: Operation = (request, context) => {
  const queue = queueOf(request);
  context.engine.queues.get(queue);
  const entries = entriesOf(request);
  let bytes = 0;
  for (const entry of entries)
    bytes += draftBytes({ body: maybeText(entry, "MessageBody") ?? "", attributes: readAttributes(entry) });
  if (bytes > SQS_LIMITS.requestBytes)
    throw new SqsFault(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${SQS_LIMITS.requestBytes} bytes. You have sent ${bytes} bytes.`,
    );
  return eachEntry(
    entries,
    (entry) => text(entry, "Id"),
    (entry) => deliver(queue, readDraft(entry), context),
  );
};

function readDraft(request: Fields): Draft {
  const delaySeconds = maybeInteger(request, "DelaySeconds", 0, SERVICE_LIMITS.delaySeconds);
  const traceHeader = readTraceHeader(request);
  const groupId = maybeText(request, "MessageGroupId");
  const deduplicationId = maybeText(request, "MessageDeduplicationId");
  return {
    body: maybeText(request, "MessageBody") ?? "",
    attributes: readAttributes(request),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
  };
}

function deliver(queue: string, draft: Draft, { engine }: OperationContext): Fields {
  const { id, sequenceNumber } = engine.send(queue, draft);
  const { traceHeader } = draft;
  // What is undefined is not written into the JSON of the answer.
  return {
    MessageId: id,
    MD5OfMessageBody: md5OfBody(draft.body),
    MD5OfMessageAttributes: md5OfAttributes(draft.attributes),
    MD5OfMessageSystemAttributes:
      traceHeader === undefined
        ? undefined
        : md5OfAttributes(new Map([["AWSTraceHeader", textAttribute(traceHeader)]])),
    SequenceNumber: sequenceNumber,
  };
}
