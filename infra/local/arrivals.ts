// Counts what reaches the targets, by the trail that each message carries: the one witness that no function can fool.

import { joinHeader } from "../../shared/brokers/header.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import { queueArn } from "../../shared/brokers/sqs/endpoint.ts";
import type { Endpoint, Link } from "../../shared/fabric/link.ts";
import type { Servers } from "./servers.ts";

const addressOf = (endpoint: Endpoint) => (endpoint.broker === "sqs" ? queueArn(endpoint) : topicPath(endpoint));

/**
 * Watches embedded servers. A link that copies to several targets has as many arrivals as the target that has seen fewest,
 * one that chooses among them as many as all of them together.
 */
export function watchArrivals(
  links: readonly Link[],
  { sqsEngineAt, pubsubEngine }: Pick<Servers, "sqsEngineAt" | "pubsubEngine">,
): (link: string) => number {
  const targets = new Map(
    links.map((link) => [link.name, new Map(link.targets.map((target) => [addressOf(target), 0]))]),
  );
  const count = (address: string, attribute: (name: string) => string | undefined) => {
    const seen = targets.get(lastLink(attribute) ?? "");
    const before = seen?.get(address);
    if (before !== undefined) seen?.set(address, before + 1);
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

/** The link that sent it; none for what came from elsewhere, or whose header is damaged. */
function lastLink(attribute: (name: string) => string | undefined): string | undefined {
  try {
    return joinHeader(attribute)?.trail.at(-1);
  } catch {
    return undefined;
  }
}
