// Bindings that take from the same queues as one hop: a queue has one consumer, which KubeMQ does not ask for.

import type { Draft, EndpointDraft, HopDraft } from "./draft.ts";
import type { Findings } from "./findings.ts";
import { isHeard } from "./kinds.ts";

/** Pure but for notes. Hops that can't be one stay as they are, for check to refuse. */
export function mergeHops(draft: Draft, findings: Findings): Draft {
  const endpoints = new Map(draft.endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const groups = Map.groupBy(draft.hops, (hop) => groupOf(hop, endpoints));
  const hops = [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return group;
    const merged = mergeAll(group, endpoints);
    if (merged === undefined) return group;
    for (const { binding, path } of others.flatMap(({ bindings }) => bindings))
      findings.about(binding).note(path, `it is part of hop ${first.name}, since a queue has one consumer`);
    return [merged];
  });
  return { ...draft, hops };
}

/** The same text for hops that may be one. */
function groupOf({ name, from, to, retry }: HopDraft, endpoints: ReadonlyMap<string, EndpointDraft>): string {
  const isQueue = from.every((end) => endpoints.get(end)?.broker === "sqs");
  const leadsOn = to.every((end) => !from.includes(end));
  return isQueue && leadsOn ? JSON.stringify([from.toSorted(), retry]) : name;
}

function mergeAll(hops: readonly HopDraft[], endpoints: ReadonlyMap<string, EndpointDraft>): HopDraft | undefined {
  const [first, ...others] = hops;
  if (first === undefined || hops.some(({ weights }) => weights !== undefined)) return undefined;
  const together = {
    ...first,
    bindings: hops.flatMap(({ bindings }) => bindings),
    about: hops.map(({ about }) => about).join(", "),
  };
  const all = hops.flatMap(({ to }) => to);
  const to = [...new Set(all)];
  const isSame = others.every(({ messagesPerSecond }) => messagesPerSecond === first.messagesPerSecond);
  // Each listener of events heard all of them; of those that take from a queue, each got a part.
  if (first.from.every((end) => isHeard(endpoints.get(end)?.channel.family ?? "queue")))
    return isSame ? { ...together, to } : undefined;
  const isEven =
    hops.every((hop) => hop.to.length === 1) && hops.every(({ messagesPerSecond }) => messagesPerSecond === undefined);
  if (!isEven) return undefined;
  return to.length === 1
    ? { ...together, to }
    : { ...together, to, weights: to.map((end) => all.filter((each) => each === end).length) };
}
