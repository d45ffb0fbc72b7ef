// Pub/Sub to Pub/Sub: called by a push subscription with one message.
import type { HttpFunction } from "@google-cloud/functions-framework";
import { pubsubDeadLetters } from "../../shared/brokers/pubsub/dead-letters.ts";
import { pushHandler } from "../../shared/brokers/pubsub/push-handler.ts";
import { pubsubSink } from "../../shared/brokers/pubsub/sink.ts";
import { pubsubSource } from "../../shared/brokers/pubsub/source.ts";
import { deadline } from "../../shared/core/deadline.ts";
import { relay } from "../../shared/core/relay.ts";
import { readLink } from "../../shared/fabric/read-link.ts";
import { wakeLink } from "../../shared/fabric/wake-link.ts";

const link = readLink("pubsub-to-pubsub", import.meta.dirname);
const run = wakeLink(link, ({ sinkOf, ...parts }) =>
  relay({
    ...parts,
    source: pubsubSource(link.source, link.subscription),
    sink: sinkOf(link.targets, (target) => pubsubSink(target, { lingerMs: 5 })),
    deadLetters: pubsubDeadLetters(link.deadLetters),
  }),
);

export const handler: HttpFunction = pushHandler((push) => run(push, deadline(link.timeoutSeconds)));
