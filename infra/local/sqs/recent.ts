// What is remembered for a while and then forgotten, without looking at all that is remembered.

import { chain } from "./chain.ts";

/** Values of the last so many milliseconds, by name. Holds nothing older. */
export interface Recent<Value> {
  /** What was last remembered under this name within the time, if anything. To find it doesn't make it younger. */
  find(name: string, now: number): Value | undefined;
  /** To be called in the order of time. */
  remember(name: string, value: Value, now: number): void;
  /** As if nothing had been remembered under this name. */
  forget(name: string): void;
}

/** Nothing yet. */
export function recent<Value>(lifetimeMs: number): Recent<Value> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  const byAge = chain<{ readonly name: string; readonly until: number }>();
  const settle = (now: number): void => {
    for (let oldest = byAge.first(); oldest !== undefined && oldest.value.until <= now; oldest = byAge.first()) {
      // What was remembered again under the same name is younger, and stays.
      if (known.get(oldest.value.name)?.until === oldest.value.until) known.delete(oldest.value.name);
      byAge.remove(oldest);
    }
  };
  return {
    find(name, now) {
      settle(now);
      return known.get(name)?.value;
    },
    remember(name, value, now) {
      settle(now);
      const until = now + lifetimeMs;
      known.set(name, { value, until });
      byAge.push({ name, until });
    },
    forget: (name) => void known.delete(name),
  };
}
