// Values as configuration and state hold them: what a schema allows, or what is known only once something else is made.

/** Stands for a value that only an apply will tell. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

/** `null` is what was not said. A block is an object, or a list of them. */
export type Value = null | string | number | boolean | typeof UNKNOWN | readonly Value[] | Values;
export interface Values {
  readonly [name: string]: Value;
}

/** An object of names and values: a block, or a map. */
export const isValues = (value: Value | undefined): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One value among others, with the way to it. */
export interface Found {
  readonly at: readonly (string | number)[];
  readonly value: Value;
}

/** Every value at a path like `dead_letter_policy.max_delivery_attempts`, through lists of blocks. Absent ones are left out. */
export function valuesAt(values: Values, path: string): readonly Found[] {
  return path
    .split(".")
    .reduce<readonly Found[]>(
      (founds, name) => founds.flatMap((found) => step(found, name)),
      [{ at: [], value: values }],
    )
    .filter(({ value }) => value !== null);
}

function step({ at, value }: Found, name: string): readonly Found[] {
  if (Array.isArray(value))
    return value.flatMap((each: Value, index) => step({ at: [...at, index], value: each }, name));
  return isValues(value) ? [{ at: [...at, name], value: value[name] ?? null }] : [];
}

/** True where two values are the same all the way down; an unknown one is the same as nothing. */
export function sameValue(one: Value, other: Value): boolean {
  if (one === UNKNOWN || other === UNKNOWN) return false;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each: Value, index) => sameValue(each, other[index] as Value));
  if (!isValues(one) || !isValues(other)) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => sameValue(one[name] ?? null, other[name] ?? null));
}

/** A way in terraform's own notation: `push_config[0].oidc_token`. */
export const written = (at: readonly (string | number)[]): string =>
  at
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
