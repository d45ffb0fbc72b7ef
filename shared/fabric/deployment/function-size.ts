// How large a link's function is, and how much of it there may be at a time: the same in the clouds and on one machine.

import type { Fabric, Hop } from "../fabric.ts";
import type { Crossing, Link } from "../link.ts";
import { instancesOf, mostWaiting } from "../pace.ts";
import { hopOf } from "./identity.ts";

/** What a function gets. */
export interface FunctionSize {
  readonly memoryMb: number;
  /** Invocations at a time on Lambda, instances on Cloud Run; absent where nobody limits them. */
  readonly maxConcurrency?: number;
  /** Pushes that one instance on Cloud Run handles at a time: they share its connections, and batches to a queue. */
  readonly concurrency: number;
}

/**
 * Memory in MB. Ours, by what functions were seen to hold at most (`node test/bench/memory.ts`, MiB of the whole process):
 * from a queue with the 6 MB that Lambda hands over at most 223 to a topic and 275 to a queue, of which 20 are the bench's
 * own; on Cloud Run 80 pushes of 60 KB at a time 350. So many pushes of 1 MB take 1,000: `function.memoryMb` is for those.
 */
const MEMORY_MB: Readonly<Record<Crossing, number>> = {
  "sqs-to-pubsub": 256,
  "sqs-to-sqs": 384,
  "pubsub-to-sqs": 512,
  "pubsub-to-pubsub": 512,
};

/**
 * Where bodies lie elsewhere at either end, in MB, and how many pushes at a time: a body is in memory up to five times over, and
 * `CLAIM_LIMITS` of the brokers says how large those are that a source points to. Ours.
 */
const CLAIMS_MB = 1_024;
const CLAIM_PUSHES = { source: 4, target: 16 };

/** Cloud Run's own default for services; more than one at a time needs a whole CPU: https://docs.cloud.google.com/run/docs/about-concurrency */
const CONCURRENCY = 80;

/** By what the hop says, or by what its links were measured to need; `link` is one of the fabric's own. */
export function functionSize(fabric: Fabric, link: Link): FunctionSize {
  const hop = fabric.hops.get(hopOf(link));
  const maxConcurrency = hop === undefined ? undefined : instancesFor(hop, link);
  return {
    memoryMb: hop?.run.memoryMb ?? (hasClaims(link) ? CLAIMS_MB : MEMORY_MB[link.crossing]),
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    concurrency: pushesAtATime(link),
  };
}

/** A splitter before a rate sends as fast as it can. */
const instancesFor = (hop: Hop, { source, messagesPerSecond }: Link): number | undefined =>
  messagesPerSecond === undefined ? hop.run.maxConcurrency : instancesOf(hop, source.broker);

/** Where a rate holds them up, no more than come to their turn while they wait; with large bodies, as many as fit. */
function pushesAtATime(link: Link): number {
  const { messagesPerSecond, timeoutSeconds, source } = link;
  const fitting = source.claimCheck ? CLAIM_PUSHES.source : hasClaims(link) ? CLAIM_PUSHES.target : CONCURRENCY;
  return messagesPerSecond === undefined ? fitting : Math.min(fitting, mostWaiting(messagesPerSecond, timeoutSeconds));
}

const hasClaims = ({ source, targets }: Link): boolean =>
  [source, ...targets].some(({ claimCheck }) => claimCheck !== undefined);
