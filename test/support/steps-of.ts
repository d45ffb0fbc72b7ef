// How much a piece of work walks, counted and not timed: the machine may be busy, the count stays the same.

/** Methods that walk a list from its beginning. */
const LISTS = [
  ...["every", "filter", "find", "findIndex", "flatMap", "forEach", "includes", "indexOf", "map", "reduce", "some"],
];
/** Functions that walk a table. */
const TABLES = ["entries", "fromEntries", "keys", "values"];

/** The lengths of all lists and tables that JavaScript's own functions walk while `run` works, summed up. */
export async function stepsOf(run: () => Promise<unknown>): Promise<number> {
  let steps = 0;
  const count = (owner: object, name: string, lengthOf: (self: unknown, first: unknown) => number) => {
    const original = Reflect.get(owner, name) as (...words: readonly unknown[]) => unknown;
    const counted = function (this: unknown, ...words: readonly unknown[]): unknown {
      steps += lengthOf(this, words[0]);
      return Reflect.apply(original, this, words);
    };
    Object.defineProperty(owner, name, { value: counted, configurable: true, writable: true, enumerable: false });
    return () =>
      Object.defineProperty(owner, name, { value: original, configurable: true, writable: true, enumerable: false });
  };
  const ownKeys = (value: unknown) => Reflect.ownKeys(Object(value)).length;
  const undo = [
    ...LISTS.map((name) => count(Array.prototype, name, (self) => Number(Reflect.get(Object(self), "length")))),
    ...TABLES.map((name) => count(Object, name, (_, first) => ownKeys(first))),
  ];
  try {
    await run();
  } finally {
    for (const back of undo) back();
  }
  return steps;
}
