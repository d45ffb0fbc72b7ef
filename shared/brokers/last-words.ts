// What a dead letter says of its death, from all of it to nothing: it has to fit wherever its message did.

import type { Delivery, Reason } from "../core/ports.ts";

/** The attribute that the words stand in, as JSON. */
export const DEAD = "hopspan-dead";

/** `at`: when it was given up, in ms since 1970. `attempt` is absent where the broker does not count. */
export interface LastWords {
  readonly link: string;
  readonly code: string;
  readonly class: string;
  readonly reason: string;
  readonly at: number;
  readonly attempt: number | undefined;
  readonly receipt: string;
}

/** All that there is to say. */
export const lastWords = ({ receipt, attempt }: Delivery, { link, error, at }: Reason): LastWords => ({
  link,
  code: error.code,
  class: error.name,
  reason: error.message,
  at,
  attempt,
  receipt,
});

/**
 * The forms of one letter, the fullest first: with all words, or with as much of the reason's text as there is room for;
 * with link and code; then those of `bare`. `write` gives nothing where the words do not fit. A form is made only when it
 * is asked for, which is when the one before it was refused: by a limit that is set lower than is known here.
 */
export function* letterForms<Wire>(
  words: LastWords,
  write: (words: Partial<LastWords>) => Wire | undefined,
  bare: () => Iterable<Wire>,
): Generator<Wire, void, void> {
  const whole = write(words) ?? withCutReason(words, write);
  if (whole !== undefined) yield whole;
  const { link, code } = words;
  const brief = write({ link, code });
  if (brief !== undefined) yield brief;
  yield* bare();
}

/** As many characters as fit, found by halving; nothing where not even none do. */
function withCutReason<Wire>(words: LastWords, write: (words: LastWords) => Wire | undefined): Wire | undefined {
  const characters = [...words.reason];
  let longest = write({ ...words, reason: "" });
  if (longest === undefined) return undefined;
  let [fits, breaks] = [0, characters.length];
  while (breaks - fits > 1) {
    const middle = Math.floor((fits + breaks) / 2);
    const written = write({ ...words, reason: `${characters.slice(0, middle).join("")}…` });
    if (written === undefined) breaks = middle;
    else [fits, longest] = [middle, written];
  }
  return longest;
}
