// A line in which anyone may leave from the middle at once: what an array or a Map can't do without holes or moves.

/** Where a value stands in its chain. Valid until it is removed. */
export interface Spot<T> {
  readonly value: T;
  before: Spot<T> | undefined;
  after: Spot<T> | undefined;
}

/** A doubly linked list: every operation takes constant time. */
export interface Chain<T> {
  first(): Spot<T> | undefined;
  last(): Spot<T> | undefined;
  /** Puts a value at the end. */
  push(value: T): Spot<T>;
  /** Puts a value before a spot of this chain; without a spot at the end. */
  insert(value: T, next: Spot<T> | undefined): Spot<T>;
  /** Takes out a spot of this chain; to be called once per spot. */
  remove(spot: Spot<T>): void;
}

/** An empty chain. */
export function chain<T>(): Chain<T> {
  let first: Spot<T> | undefined;
  let last: Spot<T> | undefined;
  const insert = (value: T, next: Spot<T> | undefined): Spot<T> => {
    const before = next === undefined ? last : next.before;
    const spot: Spot<T> = { value, before, after: next };
    if (before === undefined) first = spot;
    else before.after = spot;
    if (next === undefined) last = spot;
    else next.before = spot;
    return spot;
  };
  return {
    first: () => first,
    last: () => last,
    push: (value) => insert(value, undefined),
    insert,
    remove({ before, after }) {
      if (before === undefined) first = after;
      else before.after = after;
      if (after === undefined) last = before;
      else after.before = before;
    },
  };
}
