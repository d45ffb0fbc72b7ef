// Reads the JSON of strangers: only real UTF-8, and only as deep as any request can be.

import { isUtf8 } from "node:buffer";

/** Requests of either service are less than ten levels deep; policies and the like come as text. */
const LEVELS = 64;

/** The text of a body. Nothing for bytes that are no UTF-8: they would become other characters unseen. */
export const utf8 = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString() : undefined);

/**
 * A JSON object. Nothing for all other text, and for one that is deeper than any request: whatever walks over it later may
 * do so by recursion. A member called `__proto__` is one like any other.
 */
export function plainObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return isShallow(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's words quote the text: never passed on.
    return undefined;
  }
}

/** Level by level, so that the depth of what is looked at costs no stack. */
function isShallow(value: object): boolean {
  let level: readonly object[] = [value];
  for (let depth = 0; depth < LEVELS; depth++) {
    level = level.flatMap((each) => Object.values(each).filter((item) => typeof item === "object" && item !== null));
    if (level.length === 0) return true;
  }
  return false;
}
