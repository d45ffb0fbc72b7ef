// Every name leads somewhere, and everything that is named is used.

import { closest } from "../../core/closest.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Path, type Section, targetPath, warning } from "../fabric.ts";

/** What to write in place of a name that is not there. */
export function suggest(fabric: Fabric, section: Section, name: string): string {
  const known = [...fabric.written[section]];
  const meant = closest(name, known);
  return meant === undefined ? `declare it under ${section}` : `did you mean ${meant}?`;
}

/** Hops name endpoints that are there. */
export function unknownEndpoints(fabric: Fabric): readonly Problem[] {
  const { endpoints } = fabric.written;
  const unknown = (name: string, path: Path) =>
    endpoints.has(name)
      ? []
      : [
          fault(
            fabric,
            path,
            "UNKNOWN_ENDPOINT",
            `endpoint ${name} is not there: ${suggest(fabric, "endpoints", name)}`,
          ),
        ];
  return [...fabric.hops.values()].flatMap((hop) => [
    ...hop.from.flatMap((end, at) => unknown(end, ["hops", hop.name, "from", at])),
    ...hop.to.flatMap((end, at) => unknown(end, targetPath(hop, at))),
  ]);
}

/** An endpoint without a hop is made and paid for, and nothing passes it, but where it lands what others publish. Says nothing while a hop can't be read. */
export function unusedEndpoints(fabric: Fabric): readonly Problem[] {
  if (fabric.hops.size < fabric.written.hops.size) return [];
  const used = new Set([...fabric.hops.values()].flatMap(({ from, to }) => [...from, ...to]));
  return [...fabric.endpoints.keys()]
    .filter((name) => !used.has(name) && fabric.endpoints.get(name)?.settings.landing === undefined)
    .map((name) =>
      warning(
        fabric,
        ["endpoints", name],
        "UNUSED_ENDPOINT",
        `endpoint ${name} is used by no hop: add a hop or leave it out`,
      ),
    );
}

/** Examples speak of hops that are there. */
export function unknownHops(fabric: Fabric): readonly Problem[] {
  return [...fabric.examples.keys()]
    .filter((name) => !fabric.written.hops.has(name))
    .map((name) =>
      fault(fabric, ["examples", name], "UNKNOWN_HOP", `hop ${name} is not there: ${suggest(fabric, "hops", name)}`),
    );
}
