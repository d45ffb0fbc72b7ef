// How requests to a topic are filled and sent: shared by the sink and the dead letters.

import type { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import type { Packing, Parcel } from "../dispatch.ts";
import type { Transmit } from "../request.ts";
import { PUBSUB_LIMITS, type PubsubEndpoint, topicPath } from "./endpoint.ts";
import { NO_PUBLISHER, publishError, TOKEN_REFUSED } from "./fates.ts";
import { messageBytes } from "./size.ts";
import type { PubsubWire } from "./wire.ts";

/**
 * A publish takes everything or nothing. The tenth below the limit is for what protobuf adds: at most 9 bytes for an
 * attribute and 20 for a message, so 920,000 for 1,000 messages of 100 attributes. One message of up to the limit goes
 * alone. 32 requests share one connection. Ours.
 */
export const publishPacking = (lingerMs: number): Packing => ({
  maxEntries: PUBSUB_LIMITS.requestMessages,
  maxBytes: PUBSUB_LIMITS.requestBytes * 0.9,
  lanes: "together",
  maxRequests: 32,
  lingerMs,
});

/** A message made ready, with its size as Pub/Sub counts it; its lane is the key that it has on the wire. */
export function wireParcel(entry: PubsubWire): Parcel<PubsubWire> {
  const { orderingKey } = entry;
  return { entry, bytes: messageBytes(entry), ...(orderingKey === undefined ? {} : { lane: orderingKey }) };
}

/**
 * One publish per call, bounded by the time given; the client's own retries are off, since there is one retry layer.
 * The client is made by the first call, and again by the next where it could not even be made or start, or where its
 * token was refused: a new client asks for a new one.
 */
export function publishTo(
  endpoint: PubsubEndpoint,
  connect: () => PublisherClient | Promise<PublisherClient>,
): Transmit<PubsubWire> {
  const topic = topicPath(endpoint);
  let client: Promise<PublisherClient> | undefined;
  let refused: PublisherClient | undefined;
  const fresh = async () => {
    const made = await connect();
    // What others still wait for on the old one, they get.
    if (refused !== made) refused?.close().catch(() => {});
    refused = undefined;
    return made;
  };
  return async (entries, timeoutMs) => {
    client ??= fresh();
    const current = client;
    try {
      const publisher = await current;
      // Without this a failed start would be thrown where nobody can catch it, and end the process:
      // https://github.com/googleapis/google-cloud-node/issues/9085
      await publisher.initialize();
      const [{ messageIds }] = await publisher.publish(
        { topic, messages: entries.map((entry) => ({ ...entry })) },
        // Bundling would make every request wait for company: the engine has seen to that.
        { timeout: timeoutMs, retry: null, isBundling: false },
      );
      return isConfirmed(messageIds, entries.length) ? entries.map(() => undefined) : [];
    } catch (thrown) {
      const error = publishError(thrown, topic);
      // A client keeps a failed start for ever: https://github.com/googleapis/nodejs-firestore/pull/2365
      const isUseless = error.code === NO_PUBLISHER || error.code === TOKEN_REFUSED;
      if (isUseless && client === current) {
        client = undefined;
        refused = await current.catch(() => undefined);
      }
      throw error;
    }
  };
}

/**
 * A publish is all or nothing, and an answer that does not have an id for each message, or has others, says neither: so
 * nothing of it counts as sent.
 */
const isConfirmed = (messageIds: readonly string[] | null | undefined, messages: number): boolean =>
  messageIds?.length === messages && messageIds.every((id) => id !== "");
