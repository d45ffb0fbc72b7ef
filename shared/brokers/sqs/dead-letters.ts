// Lays hopeless deliveries into a queue, whole and with the reason.

import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { SinkError } from "../../core/errors.ts";
import type { DeadLetters } from "../../core/ports.ts";
import { dispatcher } from "../dispatch.ts";
import { batchPacking, sendTo, wireParcel } from "./batch.ts";
import { sqsClient } from "./client.ts";
import type { SqsEndpoint } from "./endpoint.ts";
import { withObituary } from "./obituary.ts";
import { receivedRecord } from "./record.ts";

/** `client` replaces the one that the environment leads to. */
export interface SqsDeadLettersOptions {
  readonly client?: SQSClient;
}

/**
 * Sends the raw body, attributes, group and trace of a delivery, with one attribute more, `hopspan-dead`, that says why
 * (JSON). `put` rejects with a `SinkError` where the queue has not confirmed it; where it is too large with its reason,
 * the source's own redrive policy moves it in the end, without one.
 */
export function sqsDeadLetters(endpoint: SqsEndpoint, { client }: SqsDeadLettersOptions = {}): DeadLetters {
  const dispatch = dispatcher(
    batchPacking(0),
    sendTo(endpoint, () => client ?? sqsClient(endpoint)),
  );
  return {
    async put(delivery, reason, budget) {
      const received = receivedRecord(delivery.raw as SQSRecord, endpoint);
      const [result] = await dispatch([wireParcel(withObituary(received, delivery, reason), endpoint)], budget);
      if (result?.kind === "sent") return;
      throw result?.kind === "refused"
        ? result.error
        : new SinkError("HELD", `no time was left to bury delivery ${delivery.receipt}`, true);
    },
  };
}
