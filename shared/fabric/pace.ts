// How a rate of a hop holds over many instances of a function: so many at most, and each with its share.

import type { Hop } from "./fabric.ts";

/**
 * The most instances of a function whose rate is limited, where the hop does not say. On AWS the least that an event source
 * mapping can be held to: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const INSTANCES = { sqs: 2, pubsub: 1 };

/** The part of an invocation's time that may pass in waiting for the rate. Ours: the rest is for sending. */
const WAITING_SHARE = 0.5;

/** How many instances a hop's functions on the cloud of `broker` have at most; absent where the hop has no limit. */
export const instancesOf = ({ run, messagesPerSecond }: Hop, broker: "sqs" | "pubsub"): number | undefined =>
  run.maxConcurrency ?? (messagesPerSecond === undefined ? undefined : INSTANCES[broker]);

/** Messages that one instance can let through, at its rate, while an invocation waits; at least 1. */
export const mostWaiting = (messagesPerSecond: number, timeoutSeconds: number): number =>
  Math.max(1, Math.floor(messagesPerSecond * timeoutSeconds * WAITING_SHARE));

/** The shortest time-out under which a message comes to its turn, in seconds. */
export const leastTimeoutSeconds = (messagesPerSecond: number): number =>
  Math.ceil(1 / (messagesPerSecond * WAITING_SHARE));

interface Paced {
  readonly source: { readonly broker: "sqs" | "pubsub" };
  readonly timeoutSeconds: number;
  readonly batch?: { readonly maxMessages: number };
}

/**
 * A link with its share of the hop's rate; the same link where the hop has none. A batch is no larger than what the rate
 * lets through in time: what waits longer would come again and again, and each time is counted as a try.
 */
export function paced<Link extends Paced>(hop: Hop, link: Link): Link & { readonly messagesPerSecond?: number } {
  const { source, timeoutSeconds, batch } = link;
  if (hop.messagesPerSecond === undefined) return link;
  const messagesPerSecond = hop.messagesPerSecond / (instancesOf(hop, source.broker) ?? 1);
  const most = mostWaiting(messagesPerSecond, timeoutSeconds);
  const smaller = batch === undefined ? {} : { batch: { ...batch, maxMessages: Math.min(batch.maxMessages, most) } };
  return { ...link, ...smaller, messagesPerSecond };
}
