// A value inside of a value, by the way that leads there.

/** Keys, and positions in lists. */
export type Path = readonly (string | number)[];

/** What stands at the path, or nothing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (here, key) => (typeof here === "object" && here !== null ? Reflect.get(here, key) : undefined),
    value,
  );
