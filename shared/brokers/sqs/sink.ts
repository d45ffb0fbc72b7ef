// Sends messages to a queue: ten at a time, in order per group on a FIFO queue, each with its own fate.

import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Message } from "../../core/message.ts";
import { onFirstCall } from "../../core/on-first-call.ts";
import type { Sink } from "../../core/ports.ts";
import type { Parcel } from "../dispatch.ts";
import type { Offload } from "../offload.ts";
import { packingSink } from "../packing-sink.ts";
import { batchPacking, sendTo, tooLarge, wireParcel } from "./batch.ts";
import { sqsClient } from "./client.ts";
import { SQS_LIMITS, type SqsEndpoint } from "./endpoint.ts";
import { type SqsWire, toWire } from "./wire.ts";

/** `client` replaces the one that the environment leads to; `lingerMs`: see `Packing`, 0 unless given. */
export interface SqsSinkOptions {
  readonly client?: SQSClient;
  readonly lingerMs?: number;
  /** Names of attributes that stay in plain sight where there are more than nine. */
  readonly keep?: readonly string[];
  /** Leads to the store of a claim check; the process's own where absent. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * A sink to the queue, with one client, made by the first message. A message of more than 1 MiB, or more than the queue
 * is set to, is refused for good (`MESSAGE_TOO_LARGE`), unless the endpoint has a claim check: then its body goes to the
 * bucket first. Order per group holds on a FIFO queue; a standard queue keeps none, so there nothing waits for anything.
 */
export function sqsSink(endpoint: SqsEndpoint, options: SqsSinkOptions = {}): Sink {
  const { client, lingerMs = 0, keep = [] } = options;
  const { fifo, claimCheck } = endpoint;
  const hasClaimCheck = claimCheck !== undefined;
  const encode = (message: Message) => wireParcel(toWire(message, { fifo, keep, hasClaimCheck }), endpoint);
  return packingSink({
    packing: batchPacking(lingerMs),
    encode: claimCheck === undefined ? (message) => fitting(encode(message), endpoint) : encode,
    transmit: sendTo(endpoint, () => client ?? sqsClient(endpoint)),
    offload: claimCheck && offloading({ ...endpoint, claimCheck }, options),
  });
}

function fitting(parcel: Parcel<SqsWire>, endpoint: SqsEndpoint): Parcel<SqsWire> {
  if (parcel.bytes <= SQS_LIMITS.messageBytes) return parcel;
  throw tooLarge(parcel.bytes, SQS_LIMITS.messageBytes, endpoint);
}

type Claimed = SqsEndpoint & Required<Pick<SqsEndpoint, "claimCheck">>;

/** What it takes to lay bodies down is loaded, and the store made, by the first message that is too large. */
function offloading(endpoint: Claimed, { keep = [], env }: SqsSinkOptions): Offload<SqsWire> {
  const most = Math.min(endpoint.claimCheck.aboveBytes ?? SQS_LIMITS.messageBytes, SQS_LIMITS.messageBytes);
  const loaded = onFirstCall(async () => {
    const { layDown, storeOf } = await import("./claims.ts");
    return { layDown, store: await storeOf(endpoint, env) };
  });
  return {
    isDue: ({ bytes }) => bytes > most,
    async lay(message, budget) {
      const { layDown, store } = await loaded();
      const wire = await layDown(message, endpoint, { store, budget, keep, now: Date.now() });
      return fitting(wireParcel(wire, endpoint), endpoint);
    },
  };
}
