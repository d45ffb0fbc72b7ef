// Texts that a schema may ask for: of a length, a pattern or a format, with the ones that break things among them.

import fc from "fast-check";

/** The part of JSON Schema that speaks of a text. */
export interface TextSchema {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
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

const within = ({ minLength = 0, maxLength = Infinity }: TextSchema, text: string): boolean =>
  text.length >= minLength && text.length <= maxLength;

/** Mostly short ones; some as long as may be. What a pattern asks for that can't be read is left to chance. */
export function textsOf(schema: TextSchema): fc.Arbitrary<string> {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const formatted = format === undefined ? undefined : FORMATS.get(format);
  if (formatted !== undefined) return formatted;
  const matching = pattern === undefined ? undefined : patterned(pattern);
  if (matching !== undefined) return matching;
  const most = Math.max(minLength, Math.min(maxLength ?? LONG, LONG));
  const short = Math.min(most, minLength + 10);
  const odd = ODD.filter((text) => within(schema, text));
  return fc.oneof(
    { weight: 6, arbitrary: sized(fc.string({ unit: "grapheme-ascii", minLength, maxLength: short }), schema) },
    { weight: 3, arbitrary: sized(fc.string({ unit: "binary", minLength, maxLength: short }), schema) },
    { weight: 1, arbitrary: fc.constantFrom("a".repeat(minLength), "a".repeat(most)) },
    ...(odd.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...odd) }]),
  );
}

/** The generator counts characters of Unicode, and a schema those of JavaScript. */
const sized = (texts: fc.Arbitrary<string>, schema: TextSchema): fc.Arbitrary<string> =>
  texts.map((text) => (within(schema, text) ? text : "a".repeat(schema.minLength ?? 0)));

/** Patterns may look ahead, which can't be made: then chance and the schema's own check are all there is. */
function patterned(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return undefined;
  }
}

const two = (number: number): string => String(number).padStart(2, "0");
const moments = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59.999Z") }).map((ms) => new Date(ms));
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map(two).join(":"));
const offset = fc.constantFrom("Z", "Z", "+00:00", "-11:30", "+14:00");

/** Formats of JSON Schema that zod writes. What stands here wins over the pattern beside it, which seldom can be read. */
const FORMATS: ReadonlyMap<string, fc.Arbitrary<string>> = new Map<string, fc.Arbitrary<string>>([
  [
    "date-time",
    fc.tuple(moments, offset, fc.boolean()).map(([moment, zone, isWhole]) => {
      const text = moment.toISOString().slice(0, isWhole ? 19 : 23);
      return `${text}${zone}`;
    }),
  ],
  ["date", moments.map((moment) => moment.toISOString().slice(0, 10))],
  ["time", times],
  ["duration", fc.integer({ min: 0, max: 1_000 }).map((days) => `P${days}D`)],
  ["email", fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.(org|example)$/)],
  ["uuid", fc.uuid()],
  ["uri", fc.webUrl()],
  ["ipv4", fc.ipV4()],
  ["ipv6", fc.ipV6()],
  ["hostname", fc.domain()],
]);
