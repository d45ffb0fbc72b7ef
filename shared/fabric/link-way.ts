// The way of a message through one link, from what its source gave to what its targets take: the same wherever links run.

import { oneWay } from "../core/one-way.ts";
import type { Tools, Transform } from "../core/ports.ts";
import { inOrder, loadChain } from "../transforms/index.ts";
import { eventsApart } from "./events-apart.ts";
import type { Link } from "./link.ts";
import { type LinkSinks, linkSinks } from "./link-sinks.ts";

/** The pure steps of a link, and how the sinks of its targets become one. */
export interface LinkWay extends Pick<LinkSinks, "sinkOf"> {
  readonly transform: Transform;
}

/** Loads only what the link names. Rejects with `ConfigError` as `loadChain`. */
export async function linkWay(link: Link, tools: Tools): Promise<LinkWay> {
  const [chain, { sinkOf, onlyOwn }] = await Promise.all([chainOf(link, tools), linkSinks(link, tools)]);
  const first = link.opposites === undefined ? [] : [oneWay(link.opposites)];
  return { transform: inOrder([...first, chain, ...(onlyOwn === undefined ? [] : [onlyOwn])]), sinkOf };
}

/** What is read as events stays told apart. */
async function chainOf({ transforms }: Link, tools: Tools): Promise<Transform> {
  const [first, ...rest] = transforms;
  if (first?.name !== "from-cloudevents") return loadChain(transforms, tools);
  const [read, steps] = await Promise.all([loadChain([first], tools), loadChain(rest, tools)]);
  return inOrder([read, eventsApart(steps)]);
}
