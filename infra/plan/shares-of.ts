// Which part of a link's messages each of its targets gets, as far as the fabric says.

import { ELSEWHERE } from "../../shared/core/to-one.ts";
import type { Link } from "../../shared/fabric/link.ts";

/**
 * By weight where weights are given; a route says nothing of how many each branch takes, so all targets of the hop count as
 * taking the same. From 0 to 1, in the order of the link's targets; nothing for a link that does not choose.
 */
export function sharesOf({ choice, targets, source }: Link): readonly number[] | undefined {
  if (choice === undefined) return undefined;
  const all = choice.kind === "weight" ? weighted(choice) : evenly(choice.branches);
  // Behind a splitter only the link's own messages come.
  const isOwn = source.name.includes("/");
  const total = sum(all.filter(({ target }) => !isOwn || target !== ELSEWHERE));
  return targets.map((_, at) => sum(all.filter(({ target }) => target === at)) / total);
}

interface Part {
  readonly target: number;
  readonly part: number;
}

const weighted = ({ weights, targets }: { readonly weights: readonly number[]; readonly targets: readonly number[] }) =>
  targets.map((target, at): Part => ({ target, part: weights[at] ?? 0 }));

const evenly = (branches: readonly { readonly target: number }[]): readonly Part[] =>
  [...new Set(branches.map(({ target }) => target))].map((target) => ({ target, part: 1 }));

const sum = (parts: readonly Part[]): number => parts.reduce((total, { part }) => total + part, 0);
