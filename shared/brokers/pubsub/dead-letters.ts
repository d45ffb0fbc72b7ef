// Lays hopeless deliveries into a topic, whole and with the reason.

import type { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import type { DeadLetters, Delivery, Reason } from "../../core/ports.ts";
import { packingDeadLetters } from "../packing-dead-letters.ts";
import type { PubsubEndpoint } from "./endpoint.ts";
import { letters } from "./obituary.ts";
import { publishPacking, publishTo, wireParcel } from "./publish.ts";

/** `client` replaces the one that the environment leads to. */
export interface PubsubDeadLettersOptions {
  readonly client?: PublisherClient;
}

/**
 * Publishes the raw bytes, attributes and ordering key of a delivery, with one attribute more, `hopspan-dead`, that says
 * why (JSON of at most 1,024 bytes), as far as there is room for it. Burials of one moment share a request. `put` rejects
 * with a `SinkError` where the topic has not confirmed it, and for a delivery of another broker. The client is loaded and
 * made by the first dead letter: most functions never see one, and start faster without.
 */
export function pubsubDeadLetters(endpoint: PubsubEndpoint, { client }: PubsubDeadLettersOptions = {}): DeadLetters {
  const connect = async () => client ?? (await import("./client.ts")).publisherClient(endpoint);
  return packingDeadLetters({
    packing: publishPacking(0),
    *forms(delivery: Delivery, reason: Reason) {
      for (const letter of letters(delivery, reason)) yield wireParcel(letter);
    },
    transmit: publishTo(endpoint, connect),
  });
}
