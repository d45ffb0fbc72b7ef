// Numbers that a schema may ask for, those at its edges and at the edges of a double among them.

import fc from "fast-check";

/** The part of JSON Schema that speaks of a number. */
export interface NumberSchema {
  readonly type?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

const EDGES = [
  0,
  1,
  -1,
  0.1,
  99.99,
  1e-7,
  1e21,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
];

/** Whole ones for `integer`. Never one that JSON can't hold; one that does not fit only where none does. */
export function numbersOf(schema: NumberSchema): fc.Arbitrary<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const isWhole = schema.type === "integer";
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity);
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity);
  const bounds = [low, high, (low + high) / 2].flatMap((bound) => [bound, bound - 1, bound + 1, Math.ceil(bound)]);
  const edges = [...bounds, ...EDGES].map((edge) => stepped(edge, multipleOf)).filter((edge) => fits(schema, edge));
  const [some = low] = edges;
  const fitting = (numbers: fc.Arbitrary<number>) =>
    numbers.map((number) => stepped(number, multipleOf)).map((number) => (fits(schema, number) ? number : some));
  return fc.oneof(
    { weight: 3, arbitrary: fitting(small(low, high)) },
    { weight: 2, arbitrary: fitting(isWhole ? whole(low, high) : hundredths(low, high)) },
    { weight: 1, arbitrary: fitting(isWhole ? whole(low, high) : any(low, high)) },
    ...(edges.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...edges) }]),
  );
}

const fits = (schema: NumberSchema, number: number): boolean =>
  Number.isFinite(number) && isWithin(schema, number) && (schema.type !== "integer" || Number.isSafeInteger(number));

const isWithin = (
  { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity }: NumberSchema,
  number: number,
): boolean => number >= minimum && number <= maximum && number > exclusiveMinimum && number < exclusiveMaximum;

const stepped = (number: number, multipleOf: number | undefined): number =>
  multipleOf === undefined ? number : Math.round(number / multipleOf) * multipleOf;

const bound = (number: number): number =>
  Math.trunc(Math.min(Number.MAX_SAFE_INTEGER, Math.max(-Number.MAX_SAFE_INTEGER, number)));

const whole = (low: number, high: number): fc.Arbitrary<number> =>
  ordered(bound(Math.ceil(low)), bound(Math.floor(high)));

/** Near zero, or near the bound that is next to it. */
function small(low: number, high: number): fc.Arbitrary<number> {
  const least = bound(Math.ceil(Math.max(low, Math.min(-10, high - 20))));
  return ordered(least, bound(Math.floor(Math.min(high, Math.max(100, least + 20)))));
}

/** Prices and their like. */
const hundredths = (low: number, high: number): fc.Arbitrary<number> =>
  ordered(bound(Math.ceil(Math.max(low, -1e6) * 100)), bound(Math.floor(Math.min(high, 1e6) * 100))).map(
    (n) => n / 100,
  );

/** What is no number after all is put right by whoever asks. */
function any(low: number, high: number): fc.Arbitrary<number> {
  const min = Math.max(low, -Number.MAX_VALUE);
  return fc.double({ min, max: Math.max(min, Math.min(high, Number.MAX_VALUE)) });
}

const ordered = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max: Math.max(min, max) });
