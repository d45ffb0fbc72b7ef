// Where the messages of a binding go: from which channels to which, to all of them or to one after the other.

import type { Binding } from "./binding.ts";
import { type Channel, isRouted, sourceChannels, targetChannels } from "./channels.ts";
import type { Findings } from "./findings.ts";
import { isAsked } from "./kinds.ts";

/** Each message of each source goes to every target, or, where `isShared`, to one of them. */
export interface Way {
  readonly sources: readonly Channel[];
  readonly targets: readonly Channel[];
  readonly isShared: boolean;
}

/** A binding's ways, or why there is none. */
export type Ways = { readonly ways: readonly Way[] } | { readonly reason: string };

/** More than one way where a target has no channels of its own, and takes those of the sources. */
export function waysOf(binding: Binding, findings: Findings): Ways {
  const { sources: from, targets: to } = binding;
  const sources = sourceChannels(from, findings);
  const targets = to.connections.map((connection) => targetChannels(connection, to.family, findings));
  const isShared = isBalanced(binding, findings) && targets.length > 1;
  if (isAsked(from.family) && isAsked(to.family)) return { reason: ASKED };
  if (to.connections.some((connection) => isRouted(connection, to.family))) return { reason: ROUTED };
  if (isShared && targets.some((channels) => channels !== undefined && channels.length > 1)) return { reason: SHARED };
  if (isAsked(from.family)) findings.note(from.path, UNANSWERED, "warning");
  if (isAsked(to.family)) findings.note(to.path, UNHEARD, "warning");
  const isOwn = targets.every((channels) => channels !== undefined);
  const groups = isOwn ? [sources] : [...Map.groupBy(sources, ({ name }) => name).values()];
  const same = (name: string) => (cluster: string) => [{ cluster, family: to.family, name }];
  return {
    ways: groups.map((group) => ({
      sources: group,
      targets: to.connections.flatMap(({ address }, at) => targets[at] ?? same(group[0]?.name ?? "")(address)),
      isShared,
    })),
  };
}

const ASKED =
  "commands and queries are answered, and messages of queues and topics are not: let callers reach the service itself, or send its answers over a hop of their own";
const ROUTED = "a target leads to a route that only the broker knows: write the channels of the route in its place";
const SHARED =
  "load-balancing leads to one of several connections, and one of those leads to several channels: write a hop with toOneOf, and one that copies behind it";
const UNANSWERED = "who sends the requests gets no answer any more: they become messages of a queue";
const UNHEARD = "the requests become messages of a queue, and what takes them has nobody to answer";

/** In KubeMQ only this text sets it, in quotes: sources/queue/source.go. Without quotes it was meant all the same. */
function isBalanced({ properties }: Binding, findings: Findings): boolean {
  const setting = properties.get("load-balancing");
  if (setting !== undefined && !["true", "false"].includes(setting.text))
    findings.note(setting.path, 'load-balancing does nothing unless it is "true"');
  return setting?.text === "true";
}
