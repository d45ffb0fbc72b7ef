// Long lists of names in pieces that a provider's filters can hold.

/** Filters of Monitoring: https://cloud.google.com/monitoring/api/v3/filters, in characters, with room for the rest of the filter. */
export const NAMES_CHARACTERS = 1_700;

/** The names in as few runs as it takes, in their order, each of at most `characters` with `each` more for every name. */
export function chunks(names: readonly string[], characters: number, each = 6): readonly (readonly string[])[] {
  const runs: string[][] = [];
  let room = 0;
  for (const name of names) {
    room -= name.length + each;
    const run = runs.at(-1);
    if (run !== undefined && room >= 0) run.push(name);
    else {
      runs.push([name]);
      room = characters - name.length - each;
    }
  }
  return runs;
}

/** Ids and titles of several things of a kind: the first is the kind itself. */
export const numbered = (kind: string, at: number): string => (at === 0 ? kind : `${kind}_${at + 1}`);
