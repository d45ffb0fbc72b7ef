// What a person can do with a run that stays up once its feeds are through.

import type { Compiled } from "../../shared/fabric/compile.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import type { Account } from "../local/reconcile.ts";

/** Lines with commands as they are to be typed in another terminal: where messages have come to, and the dead ones. */
export function lookAround({ links }: Pick<Compiled, "links">, accounts: readonly Account[]): readonly string[] {
  const sources = new Set(links.map(({ source }) => source.name));
  // What a link reads is gone from there: only the ends of the map keep what has come.
  const end = links.flatMap(({ targets }): readonly Endpoint[] => targets).findLast(({ name }) => !sources.has(name));
  const graves = links.filter(({ name }) => accounts.some(({ link, dead }) => link === name && dead > 0));
  return [
    `it stays up until Ctrl-C; from another terminal: npx hopspan receive ${end?.name ?? "ENDPOINT"}`,
    ...graves.map(
      ({ name, deadLetters }) =>
        `  dead letters of ${name}, with their reasons: npx hopspan receive ${deadLetters.name}`,
    ),
    "  more: docs/running-locally.md; a fabric of your own: npx hopspan init my-fabric",
  ];
}
