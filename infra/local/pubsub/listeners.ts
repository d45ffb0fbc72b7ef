// Those who want to be told.

/** All who listen to one kind of thing. */
export interface Listeners<Value> {
  /** Until the function given back is called. */
  add(listener: (value: Value) => void): () => void;
  /** Tells everybody at once, in the order in which they came. */
  call(value: Value): void;
}

/** Nobody listens yet. */
export function listeners<Value>(): Listeners<Value> {
  const all = new Set<(value: Value) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    call(value) {
      for (const listener of all) listener(value);
    },
  };
}
