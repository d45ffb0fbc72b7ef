// What bodies look like, as JSON Schema with two marks of ours: what check compares along a chain.

/** JSON Schema (draft 2020-12). */
export type Shape = Readonly<Record<string, unknown>>;

/** A schema inside another; `true` takes anything, `false` nothing. */
export type Node = Shape | boolean;

/** A mark: numbers of checks that a value has to pass and JSON Schema can't say. */
export const CHECKS = "x-checks";

/** A mark: the number of a schema that takes something else than the other keywords say. */
export const OPAQUE = "x-opaque";

/** A mark: text that is a date and time in UTC, as ISO 8601 has it. */
export const MOMENT = "x-moment";

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

/** A check that nothing asks for, for a shape of our own that takes more than ever comes. */
export const loose = (shape: Shape): Shape => ({ ...shape, [CHECKS]: NARROWED });

/**
 * A table whose keys are known ahead, as an object of these fields alone; of any other table with a rule for its keys, one
 * that has `added` as a key, too.
 */
export function withField(form: Shape, added: readonly string[] = []): Shape {
  const { propertyNames: names, additionalProperties: others, properties = {}, ...rest } = form;
  if (typeof names !== "object" || names === null) return form;
  const { enum: listed, const: only } = names as Shape;
  const keys: readonly unknown[] = Array.isArray(listed) ? listed : only === undefined ? [] : [only];
  if (keys.length === 0 || !keys.every((key) => typeof key === "string"))
    return { ...form, propertyNames: { anyOf: [names, ...added.map((name) => ({ const: name }))] } };
  const fields = keys.map((key) => [key, (properties as Readonly<Record<string, Node>>)[key] ?? others ?? true]);
  return { ...rest, properties: Object.fromEntries(fields), additionalProperties: false };
}
