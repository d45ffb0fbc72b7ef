// What `attributes.keep` of a hop asks for, and what a queue can grant.

import { isLegalName, SQS_LIMITS } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, type Path, warning } from "../fabric.ts";

/** Beside the header. */
const SLOTS = SQS_LIMITS.attributes - 1;

/** The header's own names: a user's attribute of such a name travels inside the header, whatever is asked. */
const isHeader = (name: string): boolean => /^hopspan(\.[1-9][0-9]*)?$/.test(name);

/** Names that no queue can show, that stand twice, that are too many, or that no target has use for. */
export function keptAttributes(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    if (hop.keep.length === 0) return [];
    const path = ["hops", hop.name, "attributes", "keep"];
    return [...idle(fabric, hop, path), ...crowded(fabric, hop, path), ...wrongNames(fabric, hop, path)];
  });
}

/** A topic shows every attribute that it can hold. An end that is not there is told elsewhere, and may be a queue. */
function idle(fabric: Fabric, { name, to }: Hop, path: Path): readonly Problem[] {
  if (to.some((end) => fabric.endpoints.get(end)?.endpoint.broker !== "pubsub")) return [];
  return [warning(fabric, path, "KEEP_UNUSED", `keep of hop ${name} does nothing: it has no target that is a queue`)];
}

function crowded(fabric: Fabric, { name, keep }: Hop, path: Path): readonly Problem[] {
  const count = new Set(keep).size;
  if (count <= SLOTS) return [];
  const message = `hop ${name} keeps ${count} attributes and a queue has room for ${SLOTS} beside the header: where a message has more of them, the last go into the header`;
  return [warning(fabric, [...path, SLOTS], "KEEP_TOO_MANY", message)];
}

function wrongNames(fabric: Fabric, hop: Hop, path: Path): readonly Problem[] {
  return hop.keep.flatMap((name, at) => {
    const wrong = (code: string, message: string) => [fault(fabric, [...path, at], code, message)];
    if (hop.keep.indexOf(name) !== at)
      return wrong("KEEP_REPEATED", `${JSON.stringify(name)} stands twice in keep of hop ${hop.name}: keep one`);
    const reason = refusal(name);
    return reason === undefined
      ? []
      : wrong(
          "KEEP_NAME",
          `${JSON.stringify(name)} can't stay plain: ${reason}; take it out of keep of hop ${hop.name}`,
        );
  });
}

function refusal(name: string): string | undefined {
  if (isHeader(name)) return "it is the header's own name";
  if (isLegalName(name)) return undefined;
  return `an attribute's name on SQS has at most ${SQS_LIMITS.attributeNameCharacters} of A-Z a-z 0-9 _ - ., no dot at an end, none doubled, and no AWS. or Amazon. in front`;
}
