// From one hop to its links: one source, one target, one function each, so that a failing target holds up no other.

import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import { ConfigError } from "../core/errors.ts";
import { homeQueue } from "./dead-letters.ts";
import { deriveName, QUEUE_NAME_CHARACTERS } from "./derive-name.ts";
import { type Fabric, fault, type Hop, type Path, targetPath } from "./fabric.ts";
import { choiceOn, type Ends, endsOf } from "./hop-ends.ts";
import { enteringSteps } from "./hop-steps.ts";
import type { Endpoint, Link } from "./link.ts";
import { fromQueue, link, type Way } from "./link-parts.ts";

/**
 * The links of a hop, a splitter before what it feeds. Targets among which a hop chooses share a link where they are on one
 * broker, so that one can take over from another. Throws `ConfigError` for an end that is not there.
 */
export function hopLinks(fabric: Fabric, hop: Hop): readonly Link[] {
  return hop.from.flatMap((from, at) => {
    const source = endpointOf(fabric, from, ["hops", hop.name, "from", at]);
    const named = hop.from.length > 1 ? [hop.name, from] : [hop.name];
    const targets = hop.to.map((to, toAt) => endpointOf(fabric, to, targetPath(hop, toAt)));
    const [first, ...more] = endsOf(hop, targets);
    if (first === undefined) return [];
    const way = { fabric, hop, transforms: [...enteringSteps(fabric, hop, source), ...hop.transforms] };
    if (more.length === 0) return [link({ ...way, named }, source, first)];
    if (source.broker === "sqs") return split({ ...way, named }, source, [first, ...more]);
    return [first, ...more].map((ends) => link({ ...way, named: [...named, ends.called] }, source, ends));
  });
}

function endpointOf(fabric: Fabric, name: string, path: Path): Endpoint {
  const known = fabric.endpoints.get(name);
  if (known !== undefined) return known.endpoint;
  throw new ConfigError([fault(fabric, path, "UNKNOWN_ENDPOINT", `endpoint ${name} is not there`)]);
}

/** A queue has one consumer: it puts every message, transformed once, into an inner queue for each of the links behind it. */
function split(way: Way, source: SqsEndpoint, all: readonly [Ends, ...Ends[]]): readonly Link[] {
  const [first, ...more] = all;
  const inner = (ends: Ends) => innerQueue(way, source, ends);
  const placeOf = (target: number) => all.findIndex(({ places }) => places.includes(target));
  const choice = choiceOn(way.hop, placeOf);
  const splitter: Link = {
    ...fromQueue({ ...way, named: [...way.named, "split"] }, source),
    crossing: "sqs-to-sqs",
    targets: [inner(first), ...more.map(inner)],
    ...(choice === undefined ? {} : { choice }),
  };
  const onward = all.map((ends) =>
    link({ ...way, named: [...way.named, ends.called], transforms: [] }, inner(ends), ends),
  );
  return [splitter, ...onward];
}

/** Beside its source, and FIFO exactly where that is. Called by the name of the one link that it feeds. */
function innerQueue({ fabric, named }: Way, source: SqsEndpoint, { called }: Ends): SqsEndpoint {
  const ending = source.fifo ? ".fifo" : "";
  const queue = deriveName([fabric.name, ...named, "to", called], QUEUE_NAME_CHARACTERS, ending);
  return { ...homeQueue(fabric, source), name: `${fabric.name}/${[...named, called].join(".")}`, queue };
}
