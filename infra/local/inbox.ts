// Where messages wait that end at a topic: a local run keeps them for whoever looks, which a bare topic would not.

import type { PubsubEndpoint } from "../../shared/brokers/pubsub/endpoint.ts";
import type { Compiled } from "../../shared/fabric/compile.ts";
import { deriveName, TOPIC_NAME_CHARACTERS } from "../../shared/fabric/derive-name.ts";

/** The topics that no link reads, with the name of the subscription that keeps what arrives there. */
export function inboxes({ fabric, endpoints, links }: Compiled): readonly (readonly [PubsubEndpoint, string])[] {
  const read = new Set(links.map(({ source }) => source.name));
  return endpoints.flatMap((endpoint) =>
    endpoint.broker === "pubsub" && !read.has(endpoint.name) ? [[endpoint, inboxName(fabric, endpoint)] as const] : [],
  );
}

/** The subscription's name: the same for every run, so that `receive` finds it. */
export const inboxName = (fabric: string, { topic }: PubsubEndpoint): string =>
  deriveName([fabric, topic, "inbox"], TOPIC_NAME_CHARACTERS);
