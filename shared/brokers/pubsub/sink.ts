// Publishes messages to a topic: in order per key, many at a time, each with its own fate.

import type { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import { SinkError } from "../../core/errors.ts";
import type { Message } from "../../core/message.ts";
import type { Sink } from "../../core/ports.ts";
import type { Parcel } from "../dispatch.ts";
import { packingSink } from "../packing-sink.ts";
import { publisherClient } from "./client.ts";
import { PUBSUB_LIMITS, type PubsubEndpoint } from "./endpoint.ts";
import { publishPacking, publishTo, wireParcel } from "./publish.ts";
import { type PubsubWire, toWire } from "./wire.ts";

/** `client` replaces the one that the environment leads to; `lingerMs`: see `Packing`, 0 unless given. */
export interface PubsubSinkOptions {
  readonly client?: PublisherClient;
  readonly lingerMs?: number;
}

/**
 * A sink to the topic, with one client, made by the first message. A message of more than 10 MB is refused for good
 * (`MESSAGE_TOO_LARGE`) before anything is sent. Order per key holds, and a failure never leaves a key behind that is
 * stuck: the next send of the key goes out as if nothing had been.
 */
export function pubsubSink(endpoint: PubsubEndpoint, { client, lingerMs = 0 }: PubsubSinkOptions = {}): Sink {
  return packingSink({
    packing: publishPacking(lingerMs),
    encode: (message) => encode(message, endpoint),
    transmit: publishTo(endpoint, () => client ?? publisherClient(endpoint)),
  });
}

function encode(message: Message, { topic }: PubsubEndpoint): Parcel<PubsubWire> {
  const parcel = wireParcel(toWire(message));
  const most = PUBSUB_LIMITS.messageBytes;
  if (parcel.bytes <= most) return parcel;
  throw new SinkError(
    "MESSAGE_TOO_LARGE",
    `message ${message.id} has ${parcel.bytes} bytes, ${topic} takes at most ${most}`,
    false,
  );
}
