// No message comes back to where it was: circles over any number of hops and both clouds.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, joins, type Path } from "../fabric.ts";

interface Edge {
  readonly to: string;
  readonly hop: string;
  readonly path: Path;
}

/** Each circle once, told where it closes; a hop from an endpoint to itself is another rule's. */
export function circles(fabric: Fabric): readonly Problem[] {
  const edges = graph(fabric);
  const done = new Set<string>();
  return [...edges.keys()].flatMap((start) => (done.has(start) ? [] : walk(fabric, edges, start, done)));
}

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

function graph(fabric: Fabric): Edges {
  const edges = new Map<string, Edge[]>();
  for (const { hop, source, target, path } of joins(fabric)) {
    const from = source.endpoint.name;
    const to = target.endpoint.name;
    const leaving = edges.get(from) ?? [];
    edges.set(from, leaving);
    if (from !== to) leaving.push({ to, hop: hop.name, path });
  }
  return edges;
}
