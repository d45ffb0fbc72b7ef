// From one hop to its links: one source, one target, one function each, so that a failing target holds up no other.

import type { PubsubEndpoint } from "../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import { ConfigError } from "../core/errors.ts";
import { deadQueue, deadTopic, homeQueue } from "./dead-letters.ts";
import { deriveName, QUEUE_NAME_CHARACTERS, TOPIC_NAME_CHARACTERS } from "./derive-name.ts";
import { type Fabric, fault, type Hop } from "./fabric.ts";
import type { Endpoint, Link, TransformStep } from "./link.ts";
import { queuePolicy, topicPolicy } from "./policies.ts";

/** The links of a hop, a splitter before what it feeds. Throws `ConfigError` for an end that is not there. */
export function hopLinks(fabric: Fabric, hop: Hop): readonly Link[] {
  return hop.from.flatMap((from, at) => {
    const source = endpointOf(fabric, hop, from, "from", at);
    const named = hop.from.length > 1 ? [hop.name, from] : [hop.name];
    const targets = hop.to.map((to, toAt) => endpointOf(fabric, hop, to, "to", toAt));
    const [first, ...more] = targets;
    if (first === undefined) return [];
    const way = { fabric, hop, transforms: hop.transforms };
    if (more.length === 0) return [link({ ...way, named }, source, first)];
    if (source.broker === "sqs") return split({ ...way, named }, source, [first, ...more]);
    return targets.map((target) => link({ ...way, named: [...named, target.name] }, source, target));
  });
}

interface Way {
  readonly fabric: Fabric;
  readonly hop: Hop;
  /** The hop's name, and the ends that tell this link from the hop's other links. */
  readonly named: readonly string[];
  readonly transforms: readonly TransformStep[];
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
  return { ...homeQueue(fabric, source), name: `${fabric.name}/${[...named, target.name].join(".")}`, queue };
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
const toQueue = ({ hop: { keep } }: Way) => (keep.length === 0 ? {} : { keep });

const fromQueue = ({ fabric, hop, named, transforms }: Way, source: SqsEndpoint) => ({
  name: `${fabric.name}/${named.join(".")}`,
  source,
  transforms,
  deadLetters: deadQueue(fabric, source),
  ...queuePolicy(hop, source),
});

const fromTopic = ({ fabric, hop, named, transforms }: Way, source: PubsubEndpoint) => ({
  name: `${fabric.name}/${named.join(".")}`,
  source,
  transforms,
  deadLetters: deadTopic(fabric, named, source),
  ...topicPolicy(hop),
  subscription: deriveName([fabric.name, ...named], TOPIC_NAME_CHARACTERS),
});
