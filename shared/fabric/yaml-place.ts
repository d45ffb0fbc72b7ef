// From the way to a value to where it stands in the text, so that every problem names its line.

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import type { Path } from "./fabric.ts";

/** Gives the offset of a value or of its key; where the way breaks off, the offset of the last thing that is there. */
export function offsets(document: Document): (path: Path, on?: "value" | "key") => number {
  const pairOf = pairFinder();
  return (path, on = "value") => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const [depth, segment] of path.entries()) {
      const here = isAlias(node) ? node.resolve(document) : node;
      if (isMap(here)) {
        const pair = pairOf(here, String(segment));
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
  };
}

/** Walks each table once, however many of its keys are asked for. Of keys that are there twice, the first. */
function pairFinder(): (map: YAMLMap, name: string) => Pair | undefined {
  const known = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map, name) => {
    const pairs = known.get(map) ?? new Map(map.items.toReversed().map((pair) => [nameOf(pair), pair]));
    known.set(map, pairs);
    return pairs.get(name);
  };
}

const nameOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key);

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
