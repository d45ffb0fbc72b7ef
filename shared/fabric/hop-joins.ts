// How the messages of a hop are joined for each of a link's targets.

import { PUBSUB_LIMITS } from "../brokers/pubsub/endpoint.ts";
import { SQS_LIMITS } from "../brokers/sqs/endpoint.ts";
import type { Fabric, Hop } from "./fabric.ts";
import type { Endpoint, Join } from "./link.ts";

const MAX_MESSAGES = 100;

/** One for each target; none where the hop joins nothing. */
export function joinsOf(fabric: Fabric, { batch }: Hop, targets: readonly Endpoint[]): readonly Join[] {
  if (batch === undefined) return [];
  const {
    maxMessages = MAX_MESSAGES,
    maxBytes = Number.POSITIVE_INFINITY,
    as = "json-array",
    attributes = "same",
    by,
  } = batch;
  return targets.map(({ name, broker }) => {
    const { messageBytes } = broker === "sqs" ? SQS_LIMITS : PUBSUB_LIMITS;
    return {
      of: fabric.endpoints.get(name)?.settings.format === undefined ? "messages" : "events",
      maxMessages,
      maxBytes: Math.min(maxBytes, messageBytes),
      as,
      attributes,
      ...(by === undefined ? {} : { by }),
    };
  });
}
