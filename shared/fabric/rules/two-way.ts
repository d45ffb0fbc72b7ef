// Two-way bridges: both ways are there, and nobody is left without what comes back.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, type Path } from "../fabric.ts";
import { suggest } from "./references.ts";

/**
 * A hop names one that leads from its only target to its only source. With any other the messages that are taken for its own
 * would be others', and be dropped; a bridge between several ends is a pair of hops for each two of them.
 */
export function opposites(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    const path: Path = ["hops", hop.name, "twoWayWith"];
    return own(fabric, hop).flatMap((name) => {
      if (name === hop.name)
        return [fault(fabric, path, "OPPOSITE", `hop ${name} can't lead the other way of itself: name the other hop`)];
      if (!fabric.written.hops.has(name))
        return [fault(fabric, path, "UNKNOWN_HOP", `hop ${name} is not there: ${suggest(fabric, "hops", name)}`)];
      const other = fabric.hops.get(name);
      // What one says holds for both, and is told once.
      if (other === undefined || isWayBack(hop, other) || name < hop.name) return [];
      return [fault(fabric, path, "OPPOSITE", `hop ${name} does not lead back: ${wanted(hop)}`)];
    });
  });
}

const isWayBack = (hop: Hop, other: Hop): boolean =>
  isPair(hop) && isPair(other) && hop.from[0] === other.to[0] && hop.to[0] === other.from[0];

const isPair = ({ from, to }: Hop): boolean => from.length === 1 && to.length === 1;

const wanted = (hop: Hop): string =>
  isPair(hop)
    ? `name the hop from ${hop.to[0]} to ${hop.from[0]}`
    : `hop ${hop.name} has several ends: write a hop for each two of them, and one back`;

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
