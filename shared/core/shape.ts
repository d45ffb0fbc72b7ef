// What bodies look like, as JSON Schema with two marks of ours: what check compares along a chain.

/** JSON Schema (draft 2020-12). */
export type Shape = Readonly<Record<string, unknown>>;

/** A schema inside another; `true` takes anything, `false` nothing. */
export type Node = Shape | boolean;

/** A mark: numbers of checks that a value has to pass and JSON Schema can't say. */
export const CHECKS = "x-checks";

/** A mark: the number of a schema that takes something else than the other keywords say. */
export const OPAQUE = "x-opaque";

/** Of which nothing is known. */
export const UNSAID: Shape = {};

/** A check that nothing asks for: fewer values come than the shape says. */
const NARROWED = [0];

/** The shape with some keywords changed: what it was checked for does not hold any more, yet not all that it says comes. */
export const reshaped = (before: Shape, change: Shape): Shape => ({
  ...before,
  ...change,
  ...(CHECKS in before ? { [CHECKS]: NARROWED } : {}),
});
