// What would be lost needs the user's word, thing by thing or for all of it.

import { closest } from "../../shared/core/closest.ts";

/** One thing by its address, and in words what of it would be gone; without a loss it needs nobody's word. */
export interface Loss {
  readonly address: string;
  readonly loss?: string;
}

/** Consents to everything. */
const ALL = "all";

/** The losses that nobody has agreed to. `accepted` holds addresses, or `all`. */
export function unaccepted<Each extends Loss>(list: readonly Each[], accepted: readonly string[]): readonly Each[] {
  const losses = list.filter(({ loss }) => loss !== undefined);
  return accepted.includes(ALL) ? [] : losses.filter(({ address }) => !accepted.includes(address));
}

/**
 * A note for each word about a thing that nothing would lose: the command was repeated after it had done its work, or
 * the address is not what was meant. It stops nothing, since what is meant is still asked for.
 */
export function strayNotes(list: readonly Loss[], accepted: readonly string[]): readonly string[] {
  const known = list.filter(({ loss }) => loss !== undefined).map(({ address }) => address);
  return [...new Set(accepted)]
    .filter((each) => each !== ALL && !known.includes(each))
    .map((each) => {
      const meant = closest(each, known);
      const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
      return `note: --accept-loss ${each}: nothing of this address would be lost${hint}`;
    });
}

/** What is said to somebody who has not agreed yet: each loss with the words that would accept it. */
export function refusalLines(losses: readonly Loss[]): readonly string[] {
  if (losses.length === 0) return [];
  return [
    "refused: this would lose",
    ...losses.map(({ address, loss }) => `  ${loss}   --accept-loss ${address}`),
    `To go on, repeat the command with these options, or with --accept-loss ${ALL}.`,
  ];
}

/** One of each address: what the lock knows, a tool says again, maybe in other words. */
export function merged(...lists: readonly (readonly Loss[])[]): readonly Loss[] {
  const losses = lists.flat().filter(({ loss }) => loss !== undefined);
  return losses.filter(({ address }, at) => losses.findIndex((other) => other.address === address) === at);
}
