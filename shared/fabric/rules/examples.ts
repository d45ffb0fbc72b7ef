// Examples speak of ends that their hops have: one that names another could never hold.

import { closest } from "../../core/closest.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Path } from "../fabric.ts";

/** The source that an example comes from, and the targets that it says messages reach. */
export function exampleEnds(fabric: Fabric): readonly Problem[] {
  return [...fabric.examples].flatMap(([name, examples]) => {
    const hop = fabric.hops.get(name);
    if (hop === undefined) return [];
    return examples.flatMap(({ from, out = [] }, at) => [
      ...unknown(fabric, ["examples", name, at, "from"], {
        name: from,
        known: hop.from,
        side: `hop ${name} comes from`,
      }),
      ...out.flatMap(({ to }, outAt) =>
        unknown(fabric, ["examples", name, at, "out", outAt, "to"], {
          name: to,
          known: hop.to,
          side: `hop ${name} leads to`,
        }),
      ),
    ]);
  });
}

interface End {
  readonly name: string | undefined;
  readonly known: readonly string[];
  readonly side: string;
}

function unknown(fabric: Fabric, path: Path, { name, known, side }: End): readonly Problem[] {
  if (name === undefined || known.includes(name)) return [];
  const meant = closest(name, known);
  const hint = meant === undefined ? `${side} ${known.join(", ")}` : `did you mean ${meant}?`;
  return [fault(fabric, path, "EXAMPLE_END", `endpoint ${name} is no end of the hop: ${hint}`)];
}
