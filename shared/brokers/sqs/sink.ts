// Sends messages to a queue: ten at a time, in order per group on a FIFO queue, each with its own fate.

import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Sink } from "../../core/ports.ts";
import { packingSink } from "../packing-sink.ts";
import { batchPacking, sendTo, tooLarge, wireParcel } from "./batch.ts";
import { sqsClient } from "./client.ts";
import { SQS_LIMITS, type SqsEndpoint } from "./endpoint.ts";
import { toWire } from "./wire.ts";

/** `client` replaces the one that the environment leads to; `lingerMs`: see `Packing`, 0 unless given. */
export interface SqsSinkOptions {
  readonly client?: SQSClient;
  readonly lingerMs?: number;
  /** Names of attributes that stay in plain sight where there are more than nine. */
  readonly keep?: readonly string[];
}

/**
 * A sink to the queue, with one client, made by the first message. A message of more than 1 MiB, or more than the queue
 * is set to, is refused for good (`MESSAGE_TOO_LARGE`). Order per group holds on a FIFO queue; a standard queue keeps
 * none, so there nothing waits for anything.
 */
export function sqsSink(endpoint: SqsEndpoint, { client, lingerMs = 0, keep = [] }: SqsSinkOptions = {}): Sink {
  const { fifo, queue } = endpoint;
  return packingSink({
    packing: batchPacking(lingerMs),
    encode(message) {
      const parcel = wireParcel(toWire(message, { fifo, keep }), endpoint);
      if (parcel.bytes <= SQS_LIMITS.messageBytes) return parcel;
      throw tooLarge(parcel.bytes, SQS_LIMITS.messageBytes, queue);
    },
    transmit: sendTo(endpoint, () => client ?? sqsClient(endpoint)),
  });
}
