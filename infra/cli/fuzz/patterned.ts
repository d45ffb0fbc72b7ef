// Texts of patterns: one that is made as it says, or several that must all hold, put together from their parts.

import fc from "fast-check";

/** How often all patterns are put together for each time that one alone is taken. */
const WHOLE = 4;

/** Whether a text has the pattern, which says nothing of its flags; true where it can't be read. */
export function matcherOf(pattern: string): (text: string) => boolean {
  const read = regExpOf(pattern);
  return read === undefined ? () => true : (text) => read.test(text);
}

/** Texts that may have all of the patterns; nothing where none of them can be made. What they say beside is for whoever takes them. */
export function patterned(patterns: readonly string[]): fc.Arbitrary<string> | undefined {
  const each = patterns.flatMap((pattern) => made(pattern) ?? []);
  const whole = patterns.length > 1 ? together(patterns) : undefined;
  const ways = each.map((arbitrary) => ({ weight: 1, arbitrary }));
  // What has only one of them seldom has the others.
  if (whole !== undefined) ways.push({ weight: WHOLE * patterns.length, arbitrary: whole });
  return ways.length === 0 ? undefined : fc.oneof(...ways);
}

/** Escapes that mean something only with the flag. */
const UNICODE = /\\[pP]\{|\\u\{/;

function regExpOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, UNICODE.test(pattern) ? "u" : "");
  } catch {
    return undefined;
  }
}

function made(pattern: string): fc.Arbitrary<string> | undefined {
  const read = regExpOf(withoutAssertions(pattern));
  if (read === undefined) return undefined;
  try {
    const short = { weight: 3, arbitrary: fc.stringMatching(read) };
    return fc.oneof(short, { weight: 1, arbitrary: fc.stringMatching(read, { size: "medium" }) });
  } catch {
    // References to what was matched before, and their like.
    return undefined;
  }
}

/** What each pattern asks for, and little between: those of a beginning first, those of an end last. */
function together(patterns: readonly string[]): fc.Arbitrary<string> | undefined {
  const at = (pattern: string) => (pattern.startsWith("^") ? 0 : pattern.endsWith("$") ? 2 : 1);
  const open = patterns.filter((pattern) => !(pattern.startsWith("^") && pattern.endsWith("$")));
  const parts = open.toSorted((left, right) => at(left) - at(right)).flatMap((pattern) => made(alone(pattern)) ?? []);
  if (parts.length === 0) return undefined;
  const fillers = fc.stringMatching(/^[a-z0-9]{0,6}$/);
  const filled = parts.flatMap((part, place) => (place === 0 ? [part] : [fillers, part]));
  const [first, ...rest] = patterns;
  const opened = first !== undefined && at(first) === 1 && rest.every((pattern) => at(pattern) === 1);
  return fc.tuple(...(opened ? filled : [...filled, ...tail(patterns, fillers)])).map((texts) => texts.join(""));
}

/** Where no pattern speaks of the end, something may follow. */
const tail = (patterns: readonly string[], fillers: fc.Arbitrary<string>): readonly fc.Arbitrary<string>[] =>
  patterns.some((pattern) => pattern.endsWith("$")) ? [] : [fillers];

/** The same pattern of a whole text, without what lets anything stand before or behind it. */
const alone = (pattern: string): string =>
  `^(?:${pattern
    .replace(/^\^/, "")
    .replace(/(?<!\\)\$$/, "")
    .replace(/^\.\*/, "")
    .replace(/(?<!\\)\.\*$/, "")})$`;

/** Without what looks around, which can't be made: what it asks for is left to be tried. */
function withoutAssertions(pattern: string): string {
  let kept = "";
  for (let at = 0; at < pattern.length; ) {
    const opening = /^\(\?<?[=!]/.test(pattern.slice(at, at + 4));
    const end = opening ? endOfGroup(pattern, at) : endOfToken(pattern, at);
    const token = pattern.slice(at, end);
    if (!opening && token !== "\\b" && token !== "\\B") kept += token;
    at = end;
  }
  return kept;
}

function endOfGroup(pattern: string, start: number): number {
  let depth = 0;
  for (let at = start; at < pattern.length; ) {
    const end = endOfToken(pattern, at);
    const token = pattern.slice(at, end);
    depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    at = end;
    if (depth === 0) return at;
  }
  return pattern.length;
}

/** An escape or a class counts as one. */
function endOfToken(pattern: string, at: number): number {
  if (pattern[at] === "\\") return at + 2;
  if (pattern[at] !== "[") return at + 1;
  const [whole = "["] = /^\[(?:\\.|[^\]\\])*\]/s.exec(pattern.slice(at)) ?? [];
  return at + whole.length;
}
