// A link whose every branch has a target of its own, so that whoever looks on sees which branch a message took.

import { ELSEWHERE } from "../../../shared/core/to-one.ts";
import type { Choice, Endpoint, Link } from "../../../shared/fabric/link.ts";

/** A target, and which branch or share of the hop leads there, from 0; absent where the link does not choose. */
export interface Place {
  readonly endpoint: Endpoint;
  readonly branch?: number;
}

/** The same link over `places` as its targets, and without its rate: it relays as before. */
export function unfolded(link: Link): { readonly link: Link; readonly places: readonly [Place, ...Place[]] } {
  const { messagesPerSecond: _, ...unhurried } = link;
  const { choice, endings, targets } = link;
  const [first, ...more] = targets;
  if (choice === undefined)
    return { link: unhurried, places: [{ endpoint: first }, ...more.map((endpoint) => ({ endpoint }))] };
  const chosen = targetsOf(choice);
  const own = [...chosen.keys()].filter((branch) => chosen[branch] !== ELSEWHERE);
  const at = (branch: number) => chosen[branch] ?? 0;
  const [place = { endpoint: first }, ...places] = own.map((branch) => ({
    endpoint: targets[at(branch)] ?? first,
    branch,
  }));
  const renamed = withTargets(
    choice,
    chosen.map((_, branch) => own.indexOf(branch)),
  );
  return {
    link: {
      ...unhurried,
      choice: renamed,
      ...(endings === undefined ? {} : { endings: own.map((branch) => endings[at(branch)] ?? []) }),
    },
    places: [place, ...places],
  };
}

const targetsOf = (choice: Choice): readonly number[] =>
  choice.kind === "route" ? choice.branches.map(({ target }) => target) : choice.targets;

/** `indexOf` says -1 for what is not there, which is ELSEWHERE's own value. */
const withTargets = (choice: Choice, targets: readonly number[]): Choice =>
  choice.kind === "route"
    ? { ...choice, branches: choice.branches.map((branch, at) => ({ ...branch, target: targets[at] ?? ELSEWHERE })) }
    : { ...choice, targets };
