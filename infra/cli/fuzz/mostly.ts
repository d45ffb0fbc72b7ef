// Values that fit something that can only be tried: by trying, though never for ever.

import type { Arbitrary } from "fast-check";

/** What has never fit is looked for less eagerly from then on. */
const LESS = 10;

/** Those that fit; after `most` in a row that don't, one that does not, since what is asked for may not exist. */
export function mostly<Value>(made: Arbitrary<Value>, fits: (value: Value) => boolean, most: number): Arbitrary<Value> {
  let tries = 0;
  let limit = most;
  let isFound = false;
  return made.filter((value) => {
    const isFitting = fits(value);
    isFound ||= isFitting;
    const isEnough = isFitting || ++tries >= limit;
    if (!isEnough) return false;
    limit = isFound ? most : Math.ceil(most / LESS);
    tries = 0;
    return true;
  });
}
