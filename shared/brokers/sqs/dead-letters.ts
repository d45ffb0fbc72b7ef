// Lays hopeless deliveries into a queue, whole and with the reason.

import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { DeadLetters, Delivery, Reason } from "../../core/ports.ts";
import { packingDeadLetters } from "../packing-dead-letters.ts";
import { batchPacking, sendTo, wireParcel } from "./batch.ts";
import { sqsClient } from "./client.ts";
import type { SqsEndpoint } from "./endpoint.ts";
import { letters } from "./obituary.ts";
import { receivedRecord } from "./record.ts";

/** `client` replaces the one that the environment leads to. */
export interface SqsDeadLettersOptions {
  readonly client?: SQSClient;
}

/**
 * Sends the raw body, attributes, group and trace of a delivery, with one attribute more, `hopspan-dead`, that says why
 * (JSON), as far as there is room for it. Ten burials of one moment share a request, but for those of one group of a FIFO
 * queue. `put` rejects with a `SinkError` where the queue has not confirmed it, and for a record that is none of SQS.
 */
export function sqsDeadLetters(endpoint: SqsEndpoint, { client }: SqsDeadLettersOptions = {}): DeadLetters {
  return packingDeadLetters({
    packing: batchPacking(0),
    *forms(delivery: Delivery, reason: Reason) {
      const received = receivedRecord(delivery.raw as SQSRecord, endpoint);
      for (const letter of letters(received, delivery, reason)) yield wireParcel(letter, endpoint);
    },
    transmit: sendTo(endpoint, () => client ?? sqsClient(endpoint)),
  });
}
