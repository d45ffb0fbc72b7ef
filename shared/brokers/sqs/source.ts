// Decodes what Lambda's event source mapping calls a function with, and answers which messages must come again.

import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { HopspanError } from "../../core/errors.ts";
import { onFirstCall } from "../../core/on-first-call.ts";
import type { Delivery, Source } from "../../core/ports.ts";
import { comesAgain } from "../../core/verdict.ts";
import type { SqsEndpoint } from "./endpoint.ts";
import { receivedRecord } from "./record.ts";
import { fromWire } from "./wire.ts";

type SourceQueue = Pick<SqsEndpoint, "name" | "fifo" | "claimCheck">;

/**
 * One record is one delivery; on a FIFO queue its group is its lane. The answer names exactly the deliveries that must
 * come again, as ReportBatchItemFailures wants it: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * An event that is none of SQS makes `receive` throw: then nothing of it may be acknowledged.
 */
export function sqsSource(endpoint: SourceQueue): Source<SQSEvent, SQSBatchResponse> {
  const { claimCheck } = endpoint;
  return {
    ...(claimCheck === undefined ? {} : { redeem: redeemer({ ...endpoint, claimCheck }) }),
    receive(event) {
      const records: unknown = event?.Records;
      if (!Array.isArray(records) || !records.every(isRecord))
        throw new HopspanError(
          "NOT_AN_SQS_EVENT",
          "the event is not one of SQS: expected Records with message ids",
          true,
        );
      return records.map((record) => delivery(record, endpoint));
    },
    settle: (outcomes) => ({
      batchItemFailures: outcomes.filter(comesAgain).map(({ receipt }) => ({ itemIdentifier: receipt })),
    }),
  };
}

/** What it takes is loaded, and the store made, by the first event. */
function redeemer(endpoint: Required<SourceQueue>): NonNullable<Source<SQSEvent, SQSBatchResponse>["redeem"]> {
  const loaded = onFirstCall(async () => {
    const { redeem, storeOf } = await import("./claims.ts");
    return { redeem, store: await storeOf(endpoint) };
  });
  return async (deliveries, budget) => {
    const { redeem, store } = await loaded();
    return redeem(deliveries, endpoint, { store, budget });
  };
}

/** Without an id a record can't be named in the answer, and an answer that names nobody fails the whole batch. */
const isRecord = (record: unknown): record is SQSRecord =>
  typeof record === "object" &&
  record !== null &&
  "messageId" in record &&
  typeof record.messageId === "string" &&
  record.messageId !== "";

function delivery(record: SQSRecord, endpoint: Pick<SqsEndpoint, "name" | "fifo">): Delivery {
  const lane = endpoint.fifo ? record.attributes?.MessageGroupId : undefined;
  const attempt = Number(record.attributes?.ApproximateReceiveCount);
  return {
    receipt: record.messageId,
    ...(lane === undefined ? {} : { lane }),
    ...(attempt > 0 ? { attempt } : {}),
    raw: record,
    open: () => fromWire(receivedRecord(record, endpoint)),
  };
}
