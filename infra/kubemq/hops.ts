// Bindings as hops, and their channels as endpoints: the draft of a fabric, with notes of all that it is not.

import type { Binding } from "./binding.ts";
import { type Channel, channelId } from "./channels.ts";
import type { Clouds } from "./clouds.ts";
import type { Draft, EndpointDraft, HopDraft } from "./draft.ts";
import { endpointsOf } from "./endpoints.ts";
import type { Findings } from "./findings.ts";
import { mergeHops } from "./merge-hops.ts";
import { namesApart, slug } from "./names.ts";
import { hopRate } from "./rate.ts";
import { hopRetry } from "./retry.ts";
import { type Way, waysOf } from "./ways.ts";

/** In the order of the bindings. What can't be a hop by itself is left out with its reason. */
export function draftOf(bindings: readonly Binding[], clouds: Clouds, findings: Findings): Draft {
  const all = bindings.map((binding) => ({ binding, found: waysOf(binding, findings.about(binding.name)) }));
  const leftOut = all.flatMap(({ binding: { name, path }, found }) =>
    "reason" in found ? [{ binding: name, path, reason: found.reason }] : [],
  );
  const going = all.flatMap(({ binding, found }) => ("ways" in found ? [{ binding, ways: found.ways }] : []));
  const channels = going.flatMap(({ ways }) => ways.flatMap(({ sources, targets }) => [...sources, ...targets]));
  const endpoints = endpointsOf(channels, clouds);
  const apart = namesApart();
  const hops = going.flatMap(({ binding, ways }) =>
    hopsOf(binding, ways, endpoints, findings).map((hop) => ({ ...hop, name: apart(slug([binding.name], "binding")) })),
  );
  return mergeHops({ endpoints: [...endpoints.values()], hops, leftOut }, findings);
}

/** What a binding sets holds for all its hops, and is told once. */
function hopsOf(
  binding: Binding,
  ways: readonly Way[],
  endpoints: ReadonlyMap<string, EndpointDraft>,
  findings: Findings,
): readonly Omit<HopDraft, "name">[] {
  const { name, path, properties, sources, targets } = binding;
  const told = findings.about(name);
  const endpoint = (channel: Channel) => endpoints.get(channelId(channel));
  const from = ways.flatMap((way) => way.sources.flatMap((channel) => endpoint(channel) ?? []));
  const retry = hopRetry(properties, new Set(from.map(({ broker }) => broker)), told);
  const called = [sources.name, targets.name].map((each, at) => (each === "" ? "" : ` ${["from", "to"][at]} ${each}`));
  return ways.map((way) => {
    const ends = endsOf(binding, way, (channel) => endpoint(channel)?.name ?? "", told);
    const shares = way.isShared ? mostOnOneBroker(way.targets.map((channel) => endpoint(channel)?.broker)) : 1;
    const messagesPerSecond = hopRate(properties, { sources: ends.from.length, shares }, told);
    return {
      bindings: [{ binding: name, path }],
      about: `binding ${name}${called.join("")}`,
      ...ends,
      ...(retry === undefined ? {} : { retry }),
      ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
    };
  });
}

/** A hop that chooses has one link to its queues and one to its topics. */
const mostOnOneBroker = (brokers: readonly (string | undefined)[]): number =>
  Math.max(...["sqs", "pubsub"].map((broker) => brokers.filter((each) => each === broker).length));

/** Each end once; one that shares the load twice has twice the weight. */
function endsOf(binding: Binding, way: Way, nameOf: (channel: Channel) => string, findings: Findings) {
  const [from, to] = [way.sources.map(nameOf), way.targets.map(nameOf)];
  const ends = { from: [...new Set(from)], to: [...new Set(to)] };
  if (ends.from.length < from.length) findings.note(binding.sources.path, TWICE);
  if (way.isShared) return { ...ends, weights: ends.to.map((name) => to.filter((each) => each === name).length) };
  if (ends.to.length < to.length) findings.note(binding.targets.path, TWICE);
  return ends;
}

const TWICE = "one channel is there several times: it is taken once, and each message goes its way once";
