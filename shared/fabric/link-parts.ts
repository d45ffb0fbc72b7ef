// What a link is made of, by the broker at either end.

import type { PubsubEndpoint } from "../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import { deadQueue, deadTopic } from "./dead-letters.ts";
import { deriveName, TOPIC_NAME_CHARACTERS } from "./derive-name.ts";
import type { Fabric, Hop } from "./fabric.ts";
import { shownOfEvents } from "./format-steps.ts";
import type { Ends } from "./hop-ends.ts";
import { joinsOf } from "./hop-joins.ts";
import { endingSteps } from "./hop-steps.ts";
import type { Endpoint, Link, TransformStep } from "./link.ts";
import { paced } from "./pace.ts";
import { queuePolicy, topicPolicy } from "./policies.ts";

/** Where a link belongs. */
export interface Way {
  readonly fabric: Fabric;
  readonly hop: Hop;
  /** The hop's name, and the ends that tell this link from the hop's other links. */
  readonly named: readonly string[];
  readonly transforms: readonly TransformStep[];
}

/** One source joined to its targets: what leaves the fabric, or enters another hop. */
export function link(before: Way, source: Endpoint, ends: Ends): Link {
  const { broker, targets } = ends;
  const { transforms, ...chosen } = ending(before, ends);
  const way = { ...before, transforms };
  if (source.broker === "sqs") {
    const from = { ...paced(way.hop, fromQueue(way, source)), ...chosen };
    return broker === "sqs"
      ? { ...from, crossing: "sqs-to-sqs", targets, ...toQueue(way, ends) }
      : { ...from, crossing: "sqs-to-pubsub", targets };
  }
  const from = { ...paced(way.hop, fromTopic(way, source)), ...chosen };
  return broker === "sqs"
    ? { ...from, crossing: "pubsub-to-sqs", targets, ...toQueue(way, ends) }
    : { ...from, crossing: "pubsub-to-pubsub", targets };
}

/**
 * A message's way ends with its target's own steps. Where it has a choice, or is joined to others, it is held against a schema
 * after that; else before anything of its delivery is sent.
 */
function ending({ fabric, hop, transforms }: Way, { targets, choice }: Ends) {
  const joins = joinsOf(fabric, hop, targets);
  const asked = targets.map((target) => endingSteps(fabric, hop, target));
  const isHeldFirst = choice === undefined && joins[0]?.of !== "messages";
  const endings = asked.map(({ held, written }) => (isHeldFirst ? written : [...held, ...written]));
  return {
    transforms: isHeldFirst ? [...transforms, ...asked.flatMap(({ held }) => held)] : transforms,
    ...(choice === undefined ? {} : { choice }),
    ...(joins.length === 0 ? {} : { joins }),
    ...(endings.some(({ length }) => length > 0) ? { endings } : {}),
  };
}

/** Only what leaves the fabric is shown: in an inner queue nobody looks. */
function toQueue({ fabric, hop }: Way, { targets }: Ends) {
  const { first, last } = shownOfEvents(fabric, targets);
  const keep = [...new Set([...first, ...hop.keep, ...last])];
  return keep.length === 0 ? {} : { keep };
}

const oneWay = ({ opposites }: Hop) => (opposites.length === 0 ? {} : { opposites });

/** All of a link from a queue but where it leads. */
export const fromQueue = ({ fabric, hop, named, transforms }: Way, source: SqsEndpoint) => ({
  name: `${fabric.name}/${named.join(".")}`,
  source,
  transforms,
  ...oneWay(hop),
  deadLetters: deadQueue(fabric, source),
  ...queuePolicy(hop, source),
});

const fromTopic = ({ fabric, hop, named, transforms }: Way, source: PubsubEndpoint) => ({
  name: `${fabric.name}/${named.join(".")}`,
  source,
  transforms,
  ...oneWay(hop),
  deadLetters: deadTopic(fabric, named, source),
  ...topicPolicy(hop),
  subscription: deriveName([fabric.name, ...named], TOPIC_NAME_CHARACTERS),
});
