// What would be lost needs the user's word, thing by thing or for all of it.

import { closest } from "../../shared/core/closest.ts";
import { ConfigError, type Problem } from "../../shared/core/errors.ts";
import type { Change } from "./changes.ts";

/** Consents to everything. */
const ALL = "all";

/** The losses that nobody has agreed to. `accepted` holds addresses, or `all`. Throws for one that nothing would lose. */
export function unaccepted(list: readonly Change[], accepted: readonly string[]): readonly Change[] {
  const losses = list.filter(({ loss }) => loss !== undefined);
  const addresses = losses.map(({ address }) => address);
  const stray = accepted.filter((each) => each !== ALL && !addresses.includes(each));
  if (stray.length > 0) throw new ConfigError(stray.map((each) => unknown(each, addresses)));
  return accepted.includes(ALL) ? [] : losses.filter(({ address }) => !accepted.includes(address));
}

/** What is said to somebody who has not agreed yet: each loss with the words that would accept it. */
export function refusalLines(losses: readonly Change[]): readonly string[] {
  if (losses.length === 0) return [];
  return [
    "refused: this would lose",
    ...losses.map(({ address, loss }) => `  ${loss}   --accept-loss ${address}`),
    `To go on, repeat the command with these options, or with --accept-loss ${ALL}.`,
  ];
}

function unknown(address: string, known: readonly string[]): Problem {
  const meant = closest(address, known);
  const hint = meant === undefined ? "leave it out" : `did you mean ${meant}?`;
  return {
    severity: "error",
    code: "CONSENT",
    message: `--accept-loss ${address}: nothing of this address would be lost: ${hint}`,
  };
}
