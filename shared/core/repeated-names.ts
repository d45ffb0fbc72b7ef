// Finds names that stand twice in one object of a JSON text: of them a parsed value has kept the last only.

import { isObject, type Json } from "./json.ts";

/**
 * True where the text says more than the value that was parsed from it, since an object has a name more than once. Expects
 * `value` to be the text's own.
 */
export const repeatsNames = (text: string, value: Json): boolean => colons(text) > members(value);

/** One colon stands behind each name, and any other is part of a text. */
function colons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) count++;
    else if (code === QUOTE) at = closing(text, at);
  }
  return count;
}

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the text ends that opens at `from`. */
function closing(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Of all objects in it. */
function members(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + members(item), 0);
  if (!isObject(value)) return 0;
  const items = Object.values(value);
  return items.reduce<number>((sum, item) => sum + members(item), items.length);
}
