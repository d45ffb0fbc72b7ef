// Lays hopeless deliveries into a topic, whole and with the reason.

import type { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import { SinkError } from "../../core/errors.ts";
import type { DeadLetters } from "../../core/ports.ts";
import { dispatcher } from "../dispatch.ts";
import type { PubsubEndpoint } from "./endpoint.ts";
import { withObituary } from "./obituary.ts";
import { publishPacking, publishTo, wireParcel } from "./publish.ts";

/** `client` replaces the one that the environment leads to. */
export interface PubsubDeadLettersOptions {
  readonly client?: PublisherClient;
}

/**
 * Publishes the raw bytes, attributes and ordering key of a delivery, with one attribute more, `hopspan-dead`, that says
 * why (JSON of at most 1,024 bytes). `put` rejects with a `SinkError` where the topic has not confirmed it. The client is
 * loaded and made by the first dead letter: most functions never see one, and start faster without.
 */
export function pubsubDeadLetters(endpoint: PubsubEndpoint, { client }: PubsubDeadLettersOptions = {}): DeadLetters {
  const connect = async () => client ?? (await import("./client.ts")).publisherClient(endpoint);
  const dispatch = dispatcher(publishPacking(0), publishTo(endpoint, connect));
  return {
    async put(delivery, reason, budget) {
      const [result] = await dispatch([wireParcel(withObituary(delivery, reason))], budget);
      if (result?.kind === "sent") return;
      throw result?.kind === "refused"
        ? result.error
        : new SinkError("HELD", `no time was left to bury delivery ${delivery.receipt}`, true);
    },
  };
}
