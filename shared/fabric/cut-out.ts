// Takes many entries out of a value in one walk: a file can have thousands of broken ones.

import type { Path } from "./fabric.ts";

/** What goes under a key: all of it, or parts of it. */
type Cuts = Map<Path[number], Cuts | "all">;

/** The value without what stands at any of the paths; never changes the value itself. Entries of lists stay, without their parts. */
export const cutOut = (value: unknown, paths: readonly Path[]): unknown => without(value, cutsOf(paths));

function cutsOf(paths: readonly Path[]): Cuts {
  const cuts: Cuts = new Map();
  for (const path of paths) {
    let here: Cuts | "all" | undefined = cuts;
    for (const key of path.slice(0, -1)) {
      if (here === "all") break;
      const inner: Cuts | "all" = here.get(key) ?? new Map();
      here.set(key, inner);
      here = inner;
    }
    const last = path.at(-1);
    if (here !== "all" && last !== undefined) here.set(last, "all");
  }
  return cuts;
}

function without(value: unknown, cuts: Cuts): unknown {
  if (Array.isArray(value))
    return value.map((item, at) => {
      const inner = cuts.get(at);
      return inner === undefined || inner === "all" ? item : without(item, inner);
    });
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const inner = cuts.get(name);
    if (inner === "all") return [];
    return [[name, inner === undefined ? item : without(item, inner)] as const];
  });
  return Object.fromEntries(entries);
}
