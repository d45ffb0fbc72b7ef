// Makes a failing value as small as it gets, whatever it was made of: parts of examples and edges don't shrink by themselves.

import { isRawNumber } from "../../../shared/core/exact-number.ts";

type Table = Readonly<Record<string, unknown>>;

/** How many values are tried at most, so that nobody waits for ever for the last character. Ours. */
const MOST_TRIES = 1_000;

/** The smallest value found that still `fails`, by leaving out parts and taking what is nearer to nothing; never another kind of value. */
export async function smallest<Value>(value: Value, fails: (value: Value) => Promise<boolean>): Promise<Value> {
  let found = value;
  let tries = 0;
  const next = async (): Promise<boolean> => {
    for (const each of smaller(found) as Iterable<Value>) {
      if (++tries > MOST_TRIES) return false;
      if (!(await fails(each))) continue;
      found = each;
      return true;
    }
    return false;
  };
  while (await next());
  return found;
}

/** Everything that is one step smaller, the largest steps first. */
function* smaller(value: unknown): Iterable<unknown> {
  if (typeof value === "number") yield* smallerNumbers(value);
  else if (typeof value === "string") yield* smallerTexts(value);
  else if (value === true) yield false;
  else if (Array.isArray(value)) yield* smallerLists(value as readonly unknown[]);
  else if (isRawNumber(value)) yield 0;
  else if (typeof value === "object" && value !== null) yield* smallerTables(value as Table);
}

/** Towards zero, by halves of the way: so it takes as many steps as the number has bits, and of a huge one by its root. */
function* smallerNumbers(number: number): Iterable<number> {
  if (number !== 0) yield 0;
  if (number < 0) yield -number;
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) yield Math.sign(number) * Math.sqrt(Math.abs(number));
  const whole = Math.trunc(number);
  if (whole !== number) yield whole;
  for (let step = Math.trunc(whole / 2); step !== 0; step = Math.trunc(step / 2)) yield whole - step;
  if (Math.abs(whole) > 1) yield whole - Math.sign(whole);
}

function* smallerTexts(text: string): Iterable<string> {
  const half = Math.floor(text.length / 2);
  const parts = [text.slice(0, half), text.slice(half), text.slice(1), text.slice(0, -1)];
  yield* new Set(parts.filter((part) => part.length < text.length));
  const plain = "a".repeat(text.length);
  if (text !== plain) yield plain;
}

function* smallerLists(list: readonly unknown[]): Iterable<readonly unknown[]> {
  if (list.length > 1) yield [];
  for (const at of list.keys()) yield list.toSpliced(at, 1);
  for (const [at, entry] of list.entries()) for (const each of smaller(entry)) yield list.with(at, each);
}

function* smallerTables(table: Table): Iterable<Table> {
  for (const name of Object.keys(table)) {
    const { [name]: _, ...rest } = table;
    yield rest;
  }
  for (const [name, entry] of Object.entries(table))
    for (const each of smaller(entry)) yield { ...table, [name]: each };
}
