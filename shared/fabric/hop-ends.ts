// Which targets of a hop share a link, and how that link chooses among them.

import type { PubsubEndpoint } from "../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import { ELSEWHERE } from "../core/to-one.ts";
import type { Hop } from "./fabric.ts";
import type { Choice, Endpoint } from "./link.ts";

/** The targets of one link. `called`: what tells it from the hop's other links; `places`: where its targets stand in the hop's `to`. */
export type Ends = {
  readonly called: string;
  readonly places: readonly number[];
  readonly choice?: Choice;
} & (
  | { readonly broker: "sqs"; readonly targets: readonly [SqsEndpoint, ...SqsEndpoint[]] }
  | { readonly broker: "pubsub"; readonly targets: readonly [PubsubEndpoint, ...PubsubEndpoint[]] }
);

/** `targets` are the endpoints of the hop's `to`, in its order. A hop that does not choose has a link for each. */
export function endsOf(hop: Hop, targets: readonly Endpoint[]): readonly Ends[] {
  if (hop.choice === undefined) return targets.map((target, at) => alone(target, at));
  const ends = [...on("sqs", "queues", targets), ...on("pubsub", "topics", targets)];
  return ends.map((each, at) => {
    const choice = choiceOn(hop, (target) => each.places.indexOf(target), at === 0);
    return { ...each, ...(choice === undefined ? {} : { choice }) };
  });
}

function alone(target: Endpoint, at: number): Ends {
  const common = { called: target.name, places: [at] };
  return target.broker === "sqs"
    ? { ...common, broker: target.broker, targets: [target] }
    : { ...common, broker: target.broker, targets: [target] };
}

/** The targets on one broker, where there are any. */
function on(broker: Endpoint["broker"], called: string, targets: readonly Endpoint[]): readonly Ends[] {
  const places = [...targets.keys()].filter((at) => targets[at]?.broker === broker);
  const [queue, ...queues] = targets.filter((target) => target.broker === "sqs");
  const [topic, ...topics] = targets.filter((target) => target.broker === "pubsub");
  if (broker === "sqs") return queue ? [{ called, places, broker, targets: [queue, ...queues] }] : [];
  return topic ? [{ called, places, broker, targets: [topic, ...topics] }] : [];
}

/**
 * The hop's choice in the words of one link: `placeOf` says which of the link's targets stands for one of the hop's, -1
 * for one that is another link's. What no branch takes is refused by one link only, the one that `keepsStrays`.
 */
export function choiceOn(
  { choice, to }: Hop,
  placeOf: (target: number) => number,
  keepsStrays = true,
): Choice | undefined {
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case "weight":
      return { ...choice, targets: to.map((_, at) => placeOf(at)) };
    case "route": {
      const branches = choice.branches.map((branch) => ({ ...branch, target: placeOf(branch.target) }));
      return { kind: "route", branches: keepsStrays ? branches : [...branches, { target: ELSEWHERE }] };
    }
  }
}
