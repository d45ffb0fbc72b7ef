// Two-way bridges: both ways are there, and nobody is left without what comes back.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, type Path } from "../fabric.ts";
import { suggest } from "./references.ts";

/** A hop names one that is there, and another than itself. */
export function opposites(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    const path: Path = ["hops", hop.name, "twoWayWith"];
    return own(fabric, hop).flatMap((name) => {
      if (name === hop.name)
        return [fault(fabric, path, "OPPOSITE", `hop ${name} can't lead the other way of itself: name the other hop`)];
      if (fabric.written.hops.has(name)) return [];
      return [fault(fabric, path, "UNKNOWN_HOP", `hop ${name} is not there: ${suggest(fabric, "hops", name)}`)];
    });
  });
}

/**
 * A queue has one consumer. Were it at the end of one way and at the beginning of the other, all that came to it would be
 * taken out and dropped, and nobody would ever read it. A topic gives everybody a copy.
 */
export function deadEnds(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) =>
    own(fabric, hop).flatMap((name) =>
      (fabric.hops.get(name)?.to ?? [])
        .filter((end) => hop.from.includes(end) && fabric.endpoints.get(end)?.endpoint.broker === "sqs")
        .map((end) => {
          const message = `what hop ${name} brings to queue ${end} would be taken by hop ${hop.name} and dropped: lead it to another queue, or use a topic`;
          return fault(fabric, ["hops", hop.name, "from", hop.from.indexOf(end)], "DEAD_END", message);
        }),
    ),
  );
}

/** The opposites of this very fabric, by the names of their hops. */
const own = ({ name }: Fabric, { opposites: all }: Hop): readonly string[] =>
  all.flatMap((hop) => (hop.startsWith(`${name}/`) ? [hop.slice(name.length + 1)] : []));
