// The way of a message through one link, from what its source gave to what its targets take: the same wherever links run.

import { oneWay } from "../core/one-way.ts";
import type { Tools, Transform } from "../core/ports.ts";
import { inOrder, loadChain } from "../transforms/index.ts";
import type { Link } from "./link.ts";
import { type LinkSinks, linkSinks } from "./link-sinks.ts";

/** The pure steps of a link, and how the sinks of its targets become one. */
export interface LinkWay extends Pick<LinkSinks, "sinkOf"> {
  readonly transform: Transform;
}

/** Loads only what the link names. Rejects with `ConfigError` as `loadChain`. */
export async function linkWay(link: Link, tools: Tools): Promise<LinkWay> {
  const [chain, { sinkOf, onlyOwn }] = await Promise.all([loadChain(link.transforms, tools), linkSinks(link, tools)]);
  const first = link.opposites === undefined ? [] : [oneWay(link.opposites)];
  return { transform: inOrder([...first, chain, ...(onlyOwn === undefined ? [] : [onlyOwn])]), sinkOf };
}
