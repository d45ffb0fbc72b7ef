// Makes what nobody would send from what somebody would: one value in another's place, a byte too many or too few.

import fc from "fast-check";

/** JSON of any kind. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const ODD: readonly Json[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  "",
  "\0",
  "\ud800",
  "1e9",
  "-1",
  "__proto__",
  "constructor",
  "{}",
  '{"Statement":[null]}',
  "[[[[",
  "x".repeat(2_000),
  "é".repeat(300),
  [],
  [null],
  [[]],
  {},
  { "": null },
  { toString: 1, __proto__: null },
];

const oddValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
);

interface Change {
  readonly at: number;
  readonly how: "replace" | "remove" | "wrap" | "twice" | "add";
  readonly odd: Json;
}

const change = fc.record<Change>({
  at: fc.nat(),
  how: fc.constantFrom("replace", "replace", "remove", "wrap", "twice", "add"),
  odd: oddValue,
});

/** The value with one to three changes, anywhere in it. */
export const mutated = (value: Json): fc.Arbitrary<Json> =>
  fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(changed, value));

function changed(value: Json, { at, how, odd }: Change): Json {
  const places = count(value);
  let left = at % places;
  const walk = (each: Json): Json | undefined => {
    if (left-- === 0) return act(each, how, odd);
    if (Array.isArray(each)) return each.flatMap((item: Json) => walk(item) ?? []);
    if (typeof each !== "object" || each === null) return each;
    const members = Object.entries(each).map(([name, item]) => [name, walk(item)] as const);
    return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined));
  };
  return walk(value) ?? null;
}

function act(value: Json, how: Change["how"], odd: Json): Json | undefined {
  switch (how) {
    case "replace":
      return odd;
    case "remove":
      return undefined;
    case "wrap":
      return [value];
    case "twice":
      return Array.isArray(value) ? [...value, ...value] : value;
    case "add":
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? { ...value, [typeof odd === "string" ? odd : JSON.stringify(odd)]: odd }
        : odd;
  }
}

const count = (value: Json): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce<number>((sum, each: Json) => sum + count(each), 1)
    : 1;

/** The bytes with one to four of them changed, left out or put in, or with an end that is missing. */
export const mutatedBytes = (bytes: Uint8Array): fc.Arbitrary<Buffer> =>
  fc
    .array(
      fc.record({
        at: fc.nat(),
        how: fc.constantFrom("set", "insert", "remove", "cut"),
        byte: fc.oneof(fc.constantFrom(0, 0x7b, 0x7f, 0x80, 0xff), fc.nat(255)),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((edits) => {
      const all = [...bytes];
      for (const { at, how, byte } of edits) {
        const index = at % (all.length + 1);
        if (how === "cut") all.length = index;
        else if (how === "set") all[Math.min(index, all.length)] = byte;
        else if (how === "insert") all.splice(index, 0, byte);
        else all.splice(index, 1);
      }
      return Buffer.from(all);
    });
