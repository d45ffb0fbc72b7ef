// No message comes back to where it was: circles over any number of hops and both clouds.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, joins, type Path } from "../fabric.ts";

interface Edge {
  readonly to: string;
  readonly hop: string;
  readonly path: Path;
}

/**
 * Each circle once, told where it closes; a hop from an endpoint to itself is another rule's. A hop of a two-way bridge ends
 * every circle that goes over its opposite, so it is left out of the search, and then looked at by itself without that.
 */
export function circles(fabric: Fabric): readonly Problem[] {
  const isGuarded = ({ opposites }: Hop) => opposites.length > 0;
  const edges = graph(fabric, (hop) => !isGuarded(hop));
  const done = new Set<string>();
  const found = [...edges.keys()].flatMap((start) => (done.has(start) ? [] : walk(fabric, edges, start, done)));
  const guarded = [...fabric.hops.values()].filter(isGuarded);
  return [...found, ...guarded.flatMap((hop) => roundabout(fabric, hop))];
}

/** A way from a hop of a two-way bridge to its beginning that does not go over its opposite. */
function roundabout(fabric: Fabric, hop: Hop): readonly Problem[] {
  const edges = graph(fabric, ({ name }) => !hop.opposites.includes(`${fabric.name}/${name}`));
  for (const start of hop.from) {
    const came = new Map<string, Edge & { readonly from: string }>();
    const waiting = [start];
    for (const here of waiting)
      for (const edge of edges.get(here) ?? []) {
        if ((here === start && edge.hop !== hop.name) || came.has(edge.to)) continue;
        came.set(edge.to, { ...edge, from: here });
        waiting.push(edge.to);
      }
    const closing = came.get(start);
    if (closing !== undefined) return [circle(fabric, wayTo(start, closing, came), closing)];
  }
  return [];
}

/** The steps from `start` to where the circle closes. */
function wayTo(start: string, closing: Edge & { readonly from: string }, came: Came): readonly Step[] {
  const steps: Step[] = [];
  const onward = [].values();
  for (let here = closing.from; here !== start; here = came.get(here)?.from ?? start)
    steps.unshift({ endpoint: here, hop: came.get(here)?.hop ?? "", onward });
  return [{ endpoint: start, hop: "", onward }, ...steps];
}

type Came = ReadonlyMap<string, Edge & { readonly from: string }>;

interface Step {
  readonly endpoint: string;
  /** The hop that led here; empty at the start. */
  readonly hop: string;
  readonly onward: Iterator<Edge>;
}

/** Follows every hop from `start` once, depth first, without recursion: a chain may be as long as the file allows. */
function walk(fabric: Fabric, edges: Edges, start: string, done: Set<string>): readonly Problem[] {
  const found: Problem[] = [];
  const trail: Step[] = [];
  const positions = new Map<string, number>();
  const enter = (endpoint: string, hop: string) => {
    positions.set(endpoint, trail.length);
    trail.push({ endpoint, hop, onward: (edges.get(endpoint) ?? []).values() });
  };
  enter(start, "");
  for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
    const { value: edge, done: isLeft } = here.onward.next();
    if (isLeft) {
      trail.pop();
      positions.delete(here.endpoint);
      done.add(here.endpoint);
      continue;
    }
    const closes = positions.get(edge.to);
    if (closes !== undefined) found.push(circle(fabric, trail.slice(closes), edge));
    else if (!done.has(edge.to)) enter(edge.to, edge.hop);
  }
  return found;
}

function circle(fabric: Fabric, steps: readonly Step[], { to, hop, path }: Edge): Problem {
  const way = [...steps.map(({ endpoint }) => endpoint), to].join(" -> ");
  const hops = [...new Set([...steps.slice(1).map((step) => step.hop), hop])].join(", ");
  return fault(fabric, path, "CIRCLE", `messages would go round for ever, ${way}: take out one of the hops ${hops}`);
}

type Edges = ReadonlyMap<string, readonly Edge[]>;

function graph(fabric: Fabric, counts: (hop: Hop) => boolean): Edges {
  const edges = new Map<string, Edge[]>();
  for (const { hop, source, target, path } of joins(fabric)) {
    if (!counts(hop)) continue;
    const from = source.endpoint.name;
    const to = target.endpoint.name;
    const leaving = edges.get(from) ?? [];
    edges.set(from, leaving);
    if (from !== to) leaving.push({ to, hop: hop.name, path });
  }
  return edges;
}
