// Counts what reaches the targets, by the trail that each message carries: the one witness that no function can fool.

import { type Header, joinHeader } from "../../shared/brokers/header.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import { queueArn } from "../../shared/brokers/sqs/endpoint.ts";
import { partsOf } from "../../shared/core/joined-message.ts";
import type { Endpoint, Link } from "../../shared/fabric/link.ts";
import type { Servers } from "./servers.ts";

const addressOf = (endpoint: Endpoint) => (endpoint.broker === "sqs" ? queueArn(endpoint) : topicPath(endpoint));

/**
 * Watches embedded servers. A link that copies to several targets has as many arrivals as the target that has seen fewest,
 * one that chooses among them as many as all of them together. A message that was joined counts for all that are in it.
 */
export function watchArrivals(
  links: readonly Link[],
  { sqsEngineAt, pubsubEngine }: Pick<Servers, "sqsEngineAt" | "pubsubEngine">,
): (link: string) => number {
  const targets = new Map(
    links.map((link) => [link.name, new Map(link.targets.map((target) => [addressOf(target), 0]))]),
  );
  const joining = new Set(links.filter(({ joins }) => joins !== undefined).map(({ name }) => name));
  const count = (address: string, attribute: (name: string) => string | undefined) => {
    const header = headerOf(attribute);
    const link = header?.trail.at(-1) ?? "";
    const seen = targets.get(link);
    const before = seen?.get(address);
    if (before !== undefined) seen?.set(address, before + (joining.has(link) ? partsOf(header?.id ?? "") : 1));
  };
  const queues = links.flatMap(({ targets }) => targets.filter((target) => target.broker === "sqs"));
  // Each account and region has an engine of its own, and any queue there stands for it.
  for (const there of new Map(queues.map((queue) => [`${queue.account} ${queue.region}`, queue])).values())
    sqsEngineAt?.(there).observe(({ kind, queue, message }) => {
      // What a FIFO queue has taken before has arrived as well.
      if (kind === "sent" || kind === "repeated")
        count(queueArn({ ...there, queue }), (name) => message.attributes.get(name)?.value);
    });
  pubsubEngine?.observe((event) => {
    if (event.kind === "published") count(event.topic, (name) => event.message.attributes.get(name));
  });
  const choosing = new Set(links.filter(({ choice }) => choice !== undefined).map(({ name }) => name));
  return (link) => {
    const counts = [...(targets.get(link)?.values() ?? [0])];
    return choosing.has(link) ? counts.reduce((sum, each) => sum + each, 0) : Math.min(...counts);
  };
}

/** None for what came from elsewhere, or whose header is damaged. */
function headerOf(attribute: (name: string) => string | undefined): Header | undefined {
  try {
    return joinHeader(attribute);
  } catch {
    return undefined;
  }
}
