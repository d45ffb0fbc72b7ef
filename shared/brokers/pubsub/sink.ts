// Publishes messages to a topic: in order per key, many at a time, each with its own fate.

import type { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import { SinkError } from "../../core/errors.ts";
import type { Message } from "../../core/message.ts";
import { onFirstCall } from "../../core/on-first-call.ts";
import type { Sink } from "../../core/ports.ts";
import type { Parcel } from "../dispatch.ts";
import type { Offload } from "../offload.ts";
import { packingSink } from "../packing-sink.ts";
import { publisherClient } from "./client.ts";
import { PUBSUB_LIMITS, type PubsubEndpoint } from "./endpoint.ts";
import { publishPacking, publishTo, wireParcel } from "./publish.ts";
import { type PubsubWire, toWire } from "./wire.ts";

/** `client` replaces the one that the environment leads to; `lingerMs`: see `Packing`, 0 unless given. */
export interface PubsubSinkOptions {
  readonly client?: PublisherClient;
  readonly lingerMs?: number;
  /** Leads to the store of a claim check; the process's own where absent. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * A sink to the topic, with one client, made by the first message. A message of more than 10 MB is refused for good
 * (`MESSAGE_TOO_LARGE`) before anything is sent, unless the endpoint has a claim check: then its body goes to the bucket first.
 * Order per key holds, and a failure never leaves a key behind that is stuck: the next send of the key goes out as if nothing
 * had been.
 */
export function pubsubSink(endpoint: PubsubEndpoint, { client, lingerMs = 0, env }: PubsubSinkOptions = {}): Sink {
  const { claimCheck } = endpoint;
  const encode = (message: Message) => wireParcel(toWire(message, { hasClaimCheck: claimCheck !== undefined }));
  return packingSink({
    packing: publishPacking(lingerMs),
    encode: claimCheck === undefined ? (message) => fitting(encode(message), message.id, endpoint) : encode,
    transmit: publishTo(endpoint, () => client ?? publisherClient(endpoint)),
    offload: claimCheck && offloading({ ...endpoint, claimCheck }, env),
  });
}

function fitting(parcel: Parcel<PubsubWire>, id: string, { topic, name, claimCheck }: PubsubEndpoint) {
  const most = PUBSUB_LIMITS.messageBytes;
  if (parcel.bytes <= most) return parcel;
  const help = claimCheck === undefined ? `set claimCheck on endpoint ${name}` : "its attributes alone are too many";
  throw new SinkError(
    "MESSAGE_TOO_LARGE",
    `message ${id} has ${parcel.bytes} bytes, ${topic} takes at most ${most}: ${help}`,
    false,
  );
}

type Claimed = PubsubEndpoint & Required<Pick<PubsubEndpoint, "claimCheck">>;

/** What it takes to lay bodies down is loaded, and the store made, by the first message that is too large. */
function offloading(endpoint: Claimed, env: NodeJS.ProcessEnv | undefined): Offload<PubsubWire> {
  const most = Math.min(endpoint.claimCheck.aboveBytes ?? PUBSUB_LIMITS.messageBytes, PUBSUB_LIMITS.messageBytes);
  const loaded = onFirstCall(async () => {
    const { layDown, storeOf } = await import("./claims.ts");
    return { layDown, store: await storeOf(endpoint, env) };
  });
  return {
    isDue: ({ bytes }) => bytes > most,
    async lay(message, budget) {
      const { layDown, store } = await loaded();
      const wire = await layDown(message, endpoint, { store, budget, now: Date.now() });
      return fitting(wireParcel(wire), message.id, endpoint);
    },
  };
}
