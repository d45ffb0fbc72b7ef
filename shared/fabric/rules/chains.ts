// No chain of hops is longer than a trail may grow.

import type { Problem } from "../../core/errors.ts";
import { MAX_LINKS } from "../../core/trail.ts";
import { type Fabric, fault, type Join, joins } from "../fabric.ts";
import { endsOf } from "../hop-ends.ts";

/**
 * A message refuses one link too many. Told where a chain passes that length. Endpoints are taken once everything that
 * leads to them has been, so a circle, which has no length, is left to the rule of its own.
 */
export function chains(fabric: Fabric): readonly Problem[] {
  const all = [...joins(fabric)];
  const leaving = Map.groupBy(all, ({ source }) => source.endpoint.name);
  const waiting = new Map<string, number>();
  for (const { target } of all) waiting.set(target.endpoint.name, (waiting.get(target.endpoint.name) ?? 0) + 1);
  const longest = new Map<string, number>();
  const ready = [...leaving.keys()].filter((name) => !waiting.has(name));
  const found: Problem[] = [];
  for (const name of ready) {
    const passed = longest.get(name) ?? 0;
    for (const join of leaving.get(name) ?? []) {
      const to = join.target.endpoint.name;
      const length = passed + linksOf(fabric, join);
      if (passed <= MAX_LINKS && length > MAX_LINKS) found.push(tooLong(fabric, join, length));
      longest.set(to, Math.max(length, longest.get(to) ?? 0));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return found;
}

/** A queue whose targets don't share a link has a splitter before them, which is a link of its own. */
function linksOf(fabric: Fabric, { hop, source }: Join): number {
  const targets = hop.to.flatMap((name) => fabric.endpoints.get(name)?.endpoint ?? []);
  return source.endpoint.broker === "sqs" && endsOf(hop, targets).length > 1 ? 2 : 1;
}

function tooLong(fabric: Fabric, { hop, target, path }: Join, length: number): Problem {
  const way = `a message reaches ${target.endpoint.name} by hop ${hop.name} over ${length} links`;
  return fault(fabric, path, "LONG_CHAIN", `${way}, and at most ${MAX_LINKS} are allowed: shorten the chain`);
}
