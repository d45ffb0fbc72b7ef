// Patterns that end in time: one message must not be able to hold a function, and every message behind it, for hours.

import { setFlagsFromString } from "node:v8";

/** V8's second engine takes over where the first one has tried for too long; it never tries anything twice. */
const TAKE_OVER = "--enable-experimental-regexp-engine-on-excessive-backtracks";
/** Lets patterns be asked for that engine by name. */
const BY_NAME = "enable-experimental-regexp-engine";

/**
 * Why a pattern can't be matched in time that grows with the text alone; nothing where it can, as every pattern of RE2 can, which
 * CEL asks for. From then on patterns of this process are matched so: https://v8.dev/blog/non-backtracking-regexp
 */
export function slowPattern(pattern: string): string | undefined {
  setFlagsFromString(TAKE_OVER);
  if (!compiles(pattern, "")) return "it is no regular expression";
  setFlagsFromString(`--${BY_NAME}`);
  try {
    // A V8 without that engine has nothing to say.
    if (compiles(pattern, "l") || !compiles("", "l")) return undefined;
  } finally {
    setFlagsFromString(`--no-${BY_NAME}`);
  }
  return "it can take for ever: leave out look-around and back-references, and repeat at most 16 times, as in a{16}a{4}";
}

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
