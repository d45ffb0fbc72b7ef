// What a source can hold and a target can't: told before the first large message ends in the dead letters.

import { PUBSUB_LIMITS } from "../../brokers/pubsub/endpoint.ts";
import { SQS_LIMITS } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { MAX_LINKS } from "../../core/trail.ts";
import { type Fabric, fault, joins, warning } from "../fabric.ts";
import type { Endpoint } from "../link.ts";

/** The most that a message of an endpoint can weigh, with its attributes, by the provider's own limit. */
const largestBytes = ({ broker }: Endpoint): number =>
  broker === "sqs" ? SQS_LIMITS.messageBytes : PUBSUB_LIMITS.messageBytes;

const figure = (bytes: number): string => bytes.toLocaleString("en-US");

/**
 * A message that outgrows its target can't be sent, and goes to the dead letters. Attributes are no problem: those
 * beyond a target's count travel in the header, and the most that a topic allows weigh far less than a queue takes.
 */
export function sizes(fabric: Fabric): readonly Problem[] {
  return [...joins(fabric)]
    .filter(({ source, target }) => largestBytes(source.endpoint) > largestBytes(target.endpoint))
    .map(({ hop, source: { endpoint: source }, target: { endpoint: target, existing }, path }) => {
      const most = figure(largestBytes(target));
      const less = existing ? ", or less where it is set so" : "";
      return warning(
        fabric,
        path,
        "SIZE",
        `a message of ${source.name} can have ${figure(largestBytes(source))} bytes and ${target.name} takes ${most}${less}: larger ones go to the dead letters of hop ${hop.name}`,
      );
    });
}

/** A message refuses one link too many, so a chain of hops must end before. A splitter counts as a link of its own. */
export function chains(fabric: Fabric): readonly Problem[] {
  const next = Map.groupBy(joins(fabric), ({ source }) => source.endpoint.name);
  const longest = new Map<string, number>();
  const open = new Set<string>();
  const linksFrom = (name: string): number => {
    const known = longest.get(name);
    if (known !== undefined) return known;
    // A circle has no length; another rule tells of it.
    if (open.has(name)) return 0;
    open.add(name);
    const lengths = (next.get(name) ?? []).map(
      ({ hop, source, target }) =>
        linksFrom(target.endpoint.name) + (source.endpoint.broker === "sqs" && hop.to.length > 1 ? 2 : 1),
    );
    open.delete(name);
    const length = lengths.length === 0 ? 0 : Math.max(...lengths);
    longest.set(name, length);
    return length;
  };
  const targets = new Set([...joins(fabric)].map(({ target }) => target.endpoint.name));
  return [...next.keys()].flatMap((name) => {
    const length = linksFrom(name);
    if (targets.has(name) || length <= MAX_LINKS) return [];
    const message = `a message from ${name} can pass ${length} links, and at most ${MAX_LINKS} are allowed: shorten the chain`;
    return [fault(fabric, ["endpoints", name], "LONG_CHAIN", message)];
  });
}
