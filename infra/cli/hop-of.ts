// A hop that was named on the command line.

import { closest } from "../../shared/core/closest.ts";
import { printable } from "../../shared/core/printable.ts";
import type { Fabric, Hop } from "../../shared/fabric/fabric.ts";
import { CommandError } from "./verb.ts";

/** Throws `CommandError` for a hop that the fabric does not have, with the one that was probably meant. */
export function hopOf({ hops }: Fabric, name: string): Hop {
  const hop = hops.get(name);
  if (hop !== undefined) return hop;
  const meant = closest(name, [...hops.keys()]);
  const hint = meant === undefined ? `the fabric has ${[...hops.keys()].join(", ")}` : `did you mean ${meant}?`;
  throw new CommandError(`hop ${printable(name)} is not there: ${hint}`);
}
