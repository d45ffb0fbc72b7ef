// Who takes from a queue, and which pairs are joined more than once.

import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, joins, targetPath, warning } from "../fabric.ts";

/** Two hops from one queue would share its messages by chance. A topic gives every hop a copy. */
export function oneConsumer(fabric: Fabric): readonly Problem[] {
  const first = new Map<string, string>();
  return [...fabric.hops.values()].flatMap(({ name, from }) =>
    [...new Set(from)].flatMap((end) => {
      if (fabric.endpoints.get(end)?.endpoint.broker !== "sqs") return [];
      const other = first.get(end);
      if (other === undefined) first.set(end, name);
      return other === undefined
        ? []
        : [
            fault(
              fabric,
              ["hops", name, "from", from.indexOf(end)],
              "ONE_CONSUMER",
              `queue ${end} already feeds hop ${other}, and a queue has one consumer: write one hop with to: [...]`,
            ),
          ];
    }),
  );
}

/** A hop leads somewhere else. */
export function selfHops(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) =>
    [...new Set(hop.to)]
      .filter((end) => hop.from.includes(end))
      .map((end) =>
        fault(
          fabric,
          targetPath(hop, hop.to.indexOf(end)),
          "SELF_HOP",
          `hop ${hop.name} leads from ${end} to itself: a message would go round for ever`,
        ),
      ),
  );
}

/** Each end of a hop stands in its list once. */
export function repeatedEnds(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) =>
    (["from", "to"] as const).flatMap((side) =>
      hop[side].flatMap((end, at) =>
        hop[side].indexOf(end) === at
          ? []
          : [
              fault(
                fabric,
                side === "from" ? ["hops", hop.name, side, at] : targetPath(hop, at),
                "REPEATED_END",
                `${end} stands twice in ${side === "to" && hop.choice !== undefined ? "toOneOf" : side} of hop ${hop.name}: keep one`,
              ),
            ],
      ),
    ),
  );
}

/** Two hops that join the same pair deliver twice: a mistake where they do the same, a warning where they differ. */
export function duplicateLinks(fabric: Fabric): readonly Problem[] {
  const first = new Map<string, Hop>();
  return [...joins(fabric)].flatMap(({ hop, source, target, path }) => {
    const pair = `${source.endpoint.name} -> ${target.endpoint.name}`;
    const other = first.get(pair);
    if (other === undefined) first.set(pair, hop);
    if (other === undefined || other === hop) return [];
    return isDeepStrictEqual(other.transforms, hop.transforms)
      ? [fault(fabric, path, "DUPLICATE_LINK", `${pair} is already joined by hop ${other.name}: keep one of the two`)]
      : [
          warning(
            fabric,
            path,
            "DUPLICATE_LINK",
            `${pair} is also joined by hop ${other.name}: a message that both let through arrives twice`,
          ),
        ];
  });
}
