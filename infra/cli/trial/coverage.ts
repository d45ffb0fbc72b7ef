// Which hops, and which branches of their routes, no example reaches.

import type { Fabric, Hop } from "../../../shared/fabric/fabric.ts";

/** What examples have reached of one hop: the places of branches, from 0. */
export interface Reach {
  readonly hop: string;
  readonly branches: ReadonlySet<number>;
}

/** A branch as a person counts, from 1; the last one without a condition is `default`. */
interface MissedBranch {
  readonly branch: number;
  readonly to: string;
  readonly default: boolean;
}

/** What no example reaches. `branches` are there only of a hop that has examples. */
interface Missed {
  readonly hop: string;
  readonly branches?: readonly MissedBranch[];
}

/** How much of a fabric its examples reach. Whole where nothing is missed. */
export interface Coverage {
  readonly hops: number;
  readonly withExamples: number;
  readonly missed: readonly Missed[];
}

/** A hop is reached once a message has entered it, whatever came of that; a branch once a message has taken it. */
export function coverageOf({ hops }: Fabric, reached: readonly Reach[]): Coverage {
  const missed = [...hops.values()].flatMap((hop): readonly Missed[] => {
    const reach = reached.find(({ hop: name }) => name === hop.name);
    if (reach === undefined) return [{ hop: hop.name }];
    const branches = branchesOf(hop).filter(({ branch }) => !reach.branches.has(branch - 1));
    return branches.length === 0 ? [] : [{ hop: hop.name, branches }];
  });
  return { hops: hops.size, withExamples: reached.length, missed };
}

/** Shares of a load are chosen by chance, so that no example is asked for one. */
function branchesOf({ choice, to }: Hop): readonly MissedBranch[] {
  if (choice?.kind !== "route") return [];
  return choice.branches.map(({ when, target }, at) => ({
    branch: at + 1,
    to: to[target] ?? "",
    default: when === undefined,
  }));
}

/** One line for people. */
export function coverageLine({ hops, withExamples, missed }: Coverage): string {
  if (missed.length === 0) return hops === 1 ? "its one hop is covered" : `all ${hops} hops are covered`;
  const have = `${withExamples} of ${hops} ${hops === 1 ? "hop has" : "hops have"} examples`;
  const parts = missed.map(({ hop, branches }) =>
    branches === undefined ? `hop ${hop}` : `hop ${hop}: ${branches.map(branchName).join(", ")}`,
  );
  return `${have}; not reached: ${parts.join("; ")}`;
}

const branchName = (branch: MissedBranch): string =>
  branch.default ? `default (to ${branch.to})` : `branch ${branch.branch} (to ${branch.to})`;
