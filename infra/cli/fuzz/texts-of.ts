// Texts that a schema may ask for: of a length, a pattern or a format, with the ones that break things among them.

import fc from "fast-check";
import { FORMATS } from "./formats.ts";
import { mostly } from "./mostly.ts";
import { matcherOf, patterned } from "./patterned.ts";

/** The part of JSON Schema that speaks of a text. */
export interface TextSchema {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  /** Further patterns, as zod writes the second one and all after it. */
  readonly allOf?: readonly unknown[];
}

/** What no schema says and somebody always sends. */
const ODD = [
  "",
  " ",
  "0",
  "null",
  "__proto__",
  "é",
  "\u{1F469}\u200D\u{1F680}",
  "\u202Eabc",
  "a\u0000b",
  "\ud800",
  "'\"\\`<>&",
];

/** As long as a text may be where nothing says how long, in characters. Ours: past what fits any single line. */
const LONG = 5_000;
/** Longer ones are a shorter one again and again: chance for every character takes seconds. */
const LONGEST_BY_CHANCE = 200;
/** How many texts are made at most for one that fits. Ours. */
const MOST_TRIES = 100;

/** A length counts characters of Unicode, as JSON Schema and zod do. */
const lengthOf = (text: string): number => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);

const within = ({ minLength = 0, maxLength = Infinity }: TextSchema, text: string): boolean =>
  lengthOf(text) >= minLength && lengthOf(text) <= maxLength;

/** Mostly short ones; some as long as may be. What a pattern asks for that can't be made is left to chance. */
export function textsOf(schema: TextSchema): fc.Arbitrary<string> {
  const patterns = patternsOf(schema);
  const made = FORMATS.get(schema.format ?? "") ?? patterned(patterns);
  if (made === undefined) return plainTexts(schema);
  const matchers = patterns.map(matcherOf);
  const fits = (text: string) => within(schema, text) && matchers.every((matches) => matches(text));
  return mostly(
    made.map((text) => (fits(text) ? text : ([repeated(schema, text), clipped(schema, text)].find(fits) ?? text))),
    fits,
    MOST_TRIES,
  );
}

function patternsOf({ pattern, allOf = [] }: TextSchema): readonly string[] {
  const others = allOf.flatMap((each) => {
    const more: unknown = Reflect.get(Object(each), "pattern");
    return typeof more === "string" ? [more] : [];
  });
  return [...new Set(pattern === undefined ? others : [pattern, ...others])];
}

function plainTexts(schema: TextSchema): fc.Arbitrary<string> {
  const { minLength = 0, maxLength } = schema;
  const most = Math.max(minLength, Math.min(maxLength ?? LONG, LONG));
  const least = Math.min(minLength, LONGEST_BY_CHANCE);
  const lengths = { minLength: least, maxLength: Math.min(most, least + 10) };
  const odd = ODD.filter((text) => within(schema, text));
  return fc.oneof(
    { weight: 6, arbitrary: sized(fc.string({ unit: "grapheme-ascii", ...lengths }), schema) },
    { weight: 3, arbitrary: sized(fc.string({ unit: "binary", ...lengths }), schema) },
    { weight: 1, arbitrary: fc.constantFrom("a".repeat(minLength), "a".repeat(most)) },
    ...(odd.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...odd) }]),
  );
}

const sized = (texts: fc.Arbitrary<string>, schema: TextSchema): fc.Arbitrary<string> =>
  texts.map((text) => repeated(schema, text));

/** As often as it takes to be long enough. */
function repeated({ minLength = 0 }: TextSchema, text: string): string {
  const characters = [...text];
  if (characters.length === 0 || characters.length >= minLength) return text;
  return Array.from({ length: minLength }, (_, at) => characters[at % characters.length]).join("");
}

const clipped = ({ maxLength }: TextSchema, text: string): string => [...text].slice(0, maxLength).join("");
