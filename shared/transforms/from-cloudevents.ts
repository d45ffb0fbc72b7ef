// Takes the data out of a CloudEvent, and keeps what the event says of it as attributes.

import type { TransformPart } from "../core/ports.ts";
import { eventsOf, plainAttributes } from "./parts/cloud-event-modes.ts";

/**
 * Reads either mode, and batches. With `context: keep` the event stays one, in binary mode, so to-cloudevents gives back
 * its very id, source and type. A message that is no event is a `TransformError` CLOUDEVENT.
 */
export const fromCloudEvents: TransformPart = {
  options: {
    description: "Takes the data out of a CloudEvent 1.0, structured, binary or a batch of them.",
    examples: [{}, { context: "drop" }],
    type: "object",
    additionalProperties: false,
    properties: {
      context: {
        enum: ["keep", "drop"],
        default: "keep",
        description: "keep: the event's id, source, type and so on become ce- attributes. drop: they go.",
      },
    },
  },
  create(options) {
    const { context = "keep" } = options as { readonly context?: "keep" | "drop" };
    return (message) => {
      const events = eventsOf(message);
      if (context === "keep") return events;
      return events.map((event) => ({ ...event, attributes: new Map(plainAttributes(event)) }));
    };
  },
};
