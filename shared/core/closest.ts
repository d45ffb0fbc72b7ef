// What an operator probably meant: the nearest known name to a misspelt one.

/**
 * The candidate that the fewest slips lead to (a letter too many, too few or another, or two neighbours swapped), or undefined
 * where none is within a third of the name's length (two slips at least), and within half of the longer of both: a
 * far-fetched suggestion is worse than none. Equal distances: the earlier candidate.
 */
export function closest(name: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(name.length / 3));
  const near = candidates
    .map((candidate) => ({ candidate, bound: Math.min(most, Math.max(name.length, candidate.length) / 2) }))
    .filter(({ candidate, bound }) => Math.abs(candidate.length - name.length) <= bound)
    .map(({ candidate, bound }) => ({ candidate, bound, distance: slips(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance, bound }) => distance <= bound)
    .sort((left, right) => left.distance - right.distance);
  return near[0]?.candidate;
}

/** The distance of Damerau and Levenshtein between texts of which no part is changed twice, one row at a time. */
function slips(from: string, to: string): number {
  let [earlier, row] = [[] as number[], Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let above = 0; above < from.length; above++) {
    const next = [above + 1];
    for (let at = 1; at <= to.length; at++) {
      const isSwapped = at > 1 && above > 0 && from[above] === to[at - 2] && from[above - 1] === to[at - 1];
      const kept = (row[at - 1] ?? 0) + (to[at - 1] === from[above] ? 0 : 1);
      const swapped = isSwapped ? (earlier[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(kept, swapped, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    [earlier, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
