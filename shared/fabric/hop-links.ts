// From one hop to its links: one source, one target, one function each, so that a failing target holds up no other.

import type { PubsubEndpoint } from "../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import { ConfigError } from "../core/errors.ts";
import { deadQueue, deadTopic } from "./dead-letters.ts";
import { deriveName, QUEUE_NAME_CHARACTERS, TOPIC_NAME_CHARACTERS } from "./derive-name.ts";
import { type Fabric, fault, type Hop } from "./fabric.ts";
import type { Endpoint, Link, TransformStep } from "./link.ts";

/** How long one invocation may take. Ours: long enough for any batch, short enough that a retry comes soon. */
export const TIMEOUT_SECONDS = 30;

/**
 * How a queue is polled. More than 10 at once need a window of 1 s or more, and FIFO queues take at most 10 and no
 * window: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const BATCHES = {
  standard: { maxMessages: 100, windowSeconds: 1 },
  fifo: { maxMessages: 10, windowSeconds: 0 },
} as const;

/** The links of a hop, a splitter before what it feeds. Throws `ConfigError` for an end that is not there. */
export function hopLinks(fabric: Fabric, hop: Hop): readonly Link[] {
  return hop.from.flatMap((from, at) => {
    const source = endpointOf(fabric, hop, from, "from", at);
    const named = hop.from.length > 1 ? [hop.name, from] : [hop.name];
    const targets = hop.to.map((to, toAt) => endpointOf(fabric, hop, to, "to", toAt));
    const [first, ...more] = targets;
    if (first === undefined) return [];
    const way = { fabric, transforms: hop.transforms, keep: hop.keep };
    if (more.length === 0) return [link({ ...way, named }, source, first)];
    if (source.broker === "sqs") return split({ ...way, named }, source, [first, ...more]);
    return targets.map((target) => link({ ...way, named: [...named, target.name] }, source, target));
  });
}

interface Way {
  readonly fabric: Fabric;
  /** The hop's name, and the ends that tell this link from the hop's other links. */
  readonly named: readonly string[];
  readonly transforms: readonly TransformStep[];
  readonly keep: Hop["keep"];
}

function endpointOf(fabric: Fabric, hop: Hop, name: string, side: "from" | "to", at: number): Endpoint {
  const known = fabric.endpoints.get(name);
  if (known !== undefined) return known.endpoint;
  const path = ["hops", hop.name, side, at];
  throw new ConfigError([fault(fabric, path, "UNKNOWN_ENDPOINT", `endpoint ${name} is not there`)]);
}

/** A queue has one consumer: it copies every message, transformed once, into a queue per target. */
function split(way: Way, source: SqsEndpoint, targets: readonly [Endpoint, ...Endpoint[]]): readonly Link[] {
  const [first, ...more] = targets;
  const inner = (target: Endpoint) => innerQueue(way, source, target);
  const splitter: Link = {
    ...fromQueue({ ...way, named: [...way.named, "split"] }, source),
    crossing: "sqs-to-sqs",
    targets: [inner(first), ...more.map(inner)],
  };
  const onward = targets.map((target) =>
    link({ ...way, named: [...way.named, target.name], transforms: [] }, inner(target), target),
  );
  return [splitter, ...onward];
}

/** Beside its source, and FIFO exactly where that is. Called by the name of the one link that it feeds. */
function innerQueue({ fabric, named }: Way, source: SqsEndpoint, target: Endpoint): SqsEndpoint {
  const ending = source.fifo ? ".fifo" : "";
  const queue = deriveName([fabric.name, ...named, "to", target.name], QUEUE_NAME_CHARACTERS, ending);
  return { ...source, name: `${fabric.name}/${[...named, target.name].join(".")}`, queue };
}

function link(way: Way, source: Endpoint, target: Endpoint): Link {
  if (source.broker === "sqs") {
    const from = fromQueue(way, source);
    return target.broker === "sqs"
      ? { ...from, crossing: "sqs-to-sqs", targets: [target], ...toQueue(way) }
      : { ...from, crossing: "sqs-to-pubsub", targets: [target] };
  }
  const from = fromTopic(way, source);
  return target.broker === "sqs"
    ? { ...from, crossing: "pubsub-to-sqs", targets: [target], ...toQueue(way) }
    : { ...from, crossing: "pubsub-to-pubsub", targets: [target] };
}

/** Only what leaves the fabric is shown: in an inner queue nobody looks. */
const toQueue = ({ keep }: Way) => (keep.length === 0 ? {} : { keep });

const fromQueue = ({ fabric, named, transforms }: Way, source: SqsEndpoint) => ({
  name: `${fabric.name}/${named.join(".")}`,
  source,
  transforms,
  deadLetters: deadQueue(fabric, source),
  timeoutSeconds: TIMEOUT_SECONDS,
  batch: BATCHES[source.fifo ? "fifo" : "standard"],
});

const fromTopic = ({ fabric, named, transforms }: Way, source: PubsubEndpoint) => ({
  name: `${fabric.name}/${named.join(".")}`,
  source,
  transforms,
  deadLetters: deadTopic(fabric, named, source),
  timeoutSeconds: TIMEOUT_SECONDS,
  subscription: deriveName([fabric.name, ...named], TOPIC_NAME_CHARACTERS),
});
