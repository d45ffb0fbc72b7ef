// How requests to a queue are filled and sent: shared by the sink and the dead letters.

import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { SinkError } from "../../core/errors.ts";
import type { Attribute } from "../../core/message.ts";
import type { Packing, Parcel } from "../dispatch.ts";
import type { Transmit } from "../request.ts";
import { batchFates } from "./batch-answer.ts";
import { queueUrl, type S3Claims, SQS_LIMITS, type SqsEndpoint } from "./endpoint.ts";
import { requestError } from "./fates.ts";
import { messageBytes } from "./size.ts";
import type { SqsWire } from "./wire.ts";

/** A batch can fail in its middle, so entries of one FIFO group never share one. 16 requests at a time: ours. */
export const batchPacking = (lingerMs: number): Packing => ({
  maxEntries: SQS_LIMITS.requestEntries,
  maxBytes: SQS_LIMITS.requestBytes,
  lanes: "alone",
  maxRequests: 16,
  lingerMs,
});

/** A message made ready, with its size as SQS counts it; on a FIFO queue its lane is its group. */
export function wireParcel(entry: SqsWire, { fifo }: SqsEndpoint): Parcel<SqsWire> {
  const lane = fifo ? entry.groupId : undefined;
  return { entry, bytes: messageBytes(entry), ...(lane === undefined ? {} : { lane }) };
}

/** The refusal of a message that the queue can't take whatever happens, with what would help. */
export function tooLarge(bytes: number, most: number, { queue, name, claimCheck }: SqsEndpoint): SinkError {
  const help = claimCheck === undefined ? `set claimCheck on endpoint ${name}` : helpWith(claimCheck, most);
  return new SinkError(
    "MESSAGE_TOO_LARGE",
    `the message has ${bytes} bytes, ${queue} takes at most ${most}: ${help}`,
    false,
  );
}

/** A body that could lie elsewhere does already, unless the queue takes less than the fabric file knows. */
const helpWith = ({ aboveBytes = SQS_LIMITS.messageBytes }: S3Claims, most: number): string =>
  aboveBytes > most && most < SQS_LIMITS.messageBytes
    ? `set claimCheck.aboveBytes to ${most} or less`
    : "its attributes alone are too many";

/** One SendMessageBatch per call, bounded by the time given. The client is made by the first call. */
export function sendTo(endpoint: SqsEndpoint, connect: () => SQSClient): Transmit<SqsWire> {
  const { queue } = endpoint;
  let client: SQSClient | undefined;
  let limit: Promise<number> | undefined;

  return async (entries, timeoutMs) => {
    client ??= connect();
    const current = client;
    const abortSignal = AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs)));
    const sizes = entries.map(messageBytes);
    let most: number = SQS_LIMITS.messageBytes;
    if (sizes.some((bytes) => bytes > SQS_LIMITS.olderMessageBytes)) {
      limit ??= readLimit(current, endpoint);
      most = await limit;
    }
    const fitting = entries.map((entry, at) => ({ entry, at })).filter(({ at }) => (sizes[at] ?? 0) <= most);
    const fates: (SinkError | undefined)[] = sizes.map((bytes) =>
      bytes > most ? tooLarge(bytes, most, endpoint) : undefined,
    );
    if (fitting.length === 0) return fates;
    const Entries = fitting.map(({ entry, at }) => batchEntry(entry, String(at)));
    try {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl(endpoint), Entries });
      const answer = await current.send(command, { abortSignal });
      const answered = batchFates(
        answer,
        fitting.map(({ at }) => String(at)),
        queue,
      );
      for (const [nth, { at }] of fitting.entries()) fates[at] = answered[nth];
      return fates;
    } catch (thrown) {
      const error = requestError(thrown, queue);
      // Entries that were too large stay refused: the request that failed was one without them.
      if (fitting.length === entries.length) throw error;
      for (const { at } of fitting) fates[at] = new SinkError(error.code, error.message, true, thrown);
      return fates;
    }
  };
}

/**
 * Queues from before August 2025 may be set lower. One that can't be asked, or says what no queue can be set to, is taken
 * to be as large as they come: by a wrong figure good messages would be refused for good.
 */
async function readLimit(client: SQSClient, endpoint: SqsEndpoint): Promise<number> {
  const ask = new GetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint), AttributeNames: ["MaximumMessageSize"] });
  const answer = await client.send(ask, { abortSignal: AbortSignal.timeout(LIMIT_MS) }).catch(() => undefined);
  const most = Number(answer?.Attributes?.["MaximumMessageSize"]);
  const { leastMaximumBytes: least, messageBytes: largest } = SQS_LIMITS;
  return Number.isInteger(most) && most >= least && most <= largest ? most : largest;
}

/** How long the question for the limit may take, once per cold start. Ours. */
const LIMIT_MS = 2_000;

function batchEntry(wire: SqsWire, Id: string): SendMessageBatchRequestEntry {
  const attributes = [...wire.attributes].map(([name, attribute]) => [name, attributeValue(attribute)] as const);
  return {
    Id,
    MessageBody: wire.body,
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
    ...(wire.groupId === undefined ? {} : { MessageGroupId: wire.groupId }),
    ...(wire.deduplicationId === undefined ? {} : { MessageDeduplicationId: wire.deduplicationId }),
    ...(wire.traceHeader === undefined
      ? {}
      : { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: wire.traceHeader } } }),
  };
}

const attributeValue = ({ type, value }: Attribute) =>
  type.startsWith("Binary")
    ? { DataType: type, BinaryValue: Buffer.from(value, "base64") }
    : { DataType: type, StringValue: value };
