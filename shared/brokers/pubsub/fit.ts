// Makes room where a topic's attributes run out: decides, always alike, which of them travel inside another one.

import { PUBSUB_LIMITS } from "./endpoint.ts";

/** Attributes of the wire that are written for what has no plain place: name and value. */
export type Parts = readonly (readonly [string, string])[];

/**
 * Plain attributes and parts as one record, which has no prototype, so that `__proto__` is a name like any other.
 * Nothing where they are more than a message may have.
 */
export function assemble(plain: Iterable<readonly [string, string]>, parts: Parts) {
  const all = [...plain, ...parts];
  if (all.length > PUBSUB_LIMITS.attributes) return undefined;
  const record: Record<string, string> = Object.create(null);
  for (const [name, value] of all) record[name] = value;
  return record as Readonly<Record<string, string>>;
}

/**
 * Leaves as many attributes plain as fit beside the parts that carry the `moved` ones. The longest-named ones move
 * first; where that leads nowhere, the smallest. Nothing where no choice fits.
 */
export function fitAttributes(plain: ReadonlyMap<string, string>, partsWith: (moved: readonly string[]) => Parts) {
  const least = Math.max(0, plain.size + 1 - PUBSUB_LIMITS.attributes);
  for (const order of [longestNameFirst, smallestFirst]) {
    const names = [...plain].sort(order).map(([name]) => name);
    for (let count = least; count <= names.length; count++) {
      const moved = new Set(names.slice(0, count));
      const stay = [...plain].filter(([name]) => !moved.has(name));
      const fitting = assemble(stay, partsWith([...moved]));
      if (fitting !== undefined) return fitting;
    }
  }
  return undefined;
}

type Entry = readonly [string, string];

const byName = ([a]: Entry, [b]: Entry) => (a < b ? -1 : 1);
const longestNameFirst = (a: Entry, b: Entry) => b[0].length - a[0].length || byName(a, b);
const bytes = ([name, value]: Entry) => Buffer.byteLength(JSON.stringify([name, value]));
const smallestFirst = (a: Entry, b: Entry) => bytes(a) - bytes(b) || byName(a, b);
