// From the way to a value to where it stands in the text, so that every problem names its line.

import { type Document, isAlias, isMap, isNode, isScalar, isSeq } from "yaml";
import type { Path } from "./fabric.ts";

/** The offset of a value or of its key; where the way breaks off, the offset of the last thing that is there. */
export function offsetOf(document: Document, path: Path, on: "value" | "key" = "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, segment] of path.entries()) {
    const here = isAlias(node) ? node.resolve(document) : node;
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(segment));
      if (pair === undefined) return offset;
      node = pair.value;
      const onKey = !isScalar(node) || (on === "key" && depth === path.length - 1);
      offset = (onKey ? undefined : startOf(node)) ?? startOf(pair.key) ?? offset;
    } else if (isSeq(here)) {
      if (!(Number(segment) in here.items)) return offset;
      node = here.items[Number(segment)];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
