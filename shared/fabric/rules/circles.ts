// No message comes back to where it was: circles over any number of hops and both clouds, and trails that grow too long.

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
  const trail: { readonly endpoint: string; readonly hop: string }[] = [];
  const found: Problem[] = [];

  const visit = (endpoint: string): void => {
    for (const { to, hop, path } of edges.get(endpoint) ?? []) {
      const start = trail.findIndex((step) => step.endpoint === to);
      if (start >= 0) {
        const steps = trail.slice(start);
        const way = [...steps.map((step) => step.endpoint), to].join(" -> ");
        const hops = [...new Set([...steps.slice(1).map((step) => step.hop), hop])].join(", ");
        const message = `messages would go round for ever, ${way}: take out one of the hops ${hops}`;
        found.push(fault(fabric, path, "CIRCLE", message));
      } else if (!done.has(to)) {
        trail.push({ endpoint: to, hop });
        visit(to);
        trail.pop();
        done.add(to);
      }
    }
  };
  for (const endpoint of edges.keys()) {
    if (done.has(endpoint)) continue;
    trail.push({ endpoint, hop: "" });
    visit(endpoint);
    trail.pop();
    done.add(endpoint);
  }
  return found;
}

function graph(fabric: Fabric): ReadonlyMap<string, readonly Edge[]> {
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
