// Texts of the formats that zod writes into JSON Schema, where a pattern alone would not do or is none.

import fc from "fast-check";

const two = (number: number): string => String(number).padStart(2, "0");
const moments = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59.999Z") }).map((ms) => new Date(ms));
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map(two).join(":"));
const offset = fc.constantFrom("Z", "Z", "+00:00", "-11:30", "+14:00");
const words = fc.stringMatching(/^[a-z]{1,10}$/);

const encoded = (encoding: "base64" | "base64url"): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes).toString(encoding));

/** Base64 of JSON in all of its parts, as whoever looks into one expects; the signature signs nothing. */
const tokens = fc
  .tuple(fc.constantFrom("HS256", "RS256", "ES256", "EdDSA"), words, fc.uint8Array({ minLength: 32, maxLength: 32 }))
  .map(([alg, sub, signature]) =>
    [JSON.stringify({ alg, typ: "JWT" }), JSON.stringify({ sub }), signature]
      .map((part) => Buffer.from(part as string).toString("base64url"))
      .join("."),
  );

const emoji = fc.constantFrom(
  "\u{1F600}",
  "\u{1F44D}\u{1F3FD}",
  "\u{1F469}\u200D\u{1F680}",
  "\u{1F1E9}\u{1F1EA}",
  "1\uFE0F\u20E3",
);

/** What stands here wins over the pattern beside it, which then has the last word: a format comes in several versions. */
export const FORMATS: ReadonlyMap<string, fc.Arbitrary<string>> = new Map<string, fc.Arbitrary<string>>([
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
  [
    "email",
    fc.tuple(words, words, fc.constantFrom("org", "io", "example")).map(([who, at, top]) => `${who}@${at}.${top}`),
  ],
  ["uuid", fc.uuid()],
  ["uri", fc.webUrl()],
  ["ipv4", fc.ipV4()],
  ["ipv6", fc.ipV6()],
  ["hostname", fc.domain()],
  ["emoji", fc.array(emoji, { minLength: 1, maxLength: 3 }).map((all) => all.join(""))],
  ["jwt", tokens],
  ["base64", encoded("base64")],
  ["base64url", encoded("base64url")],
]);
