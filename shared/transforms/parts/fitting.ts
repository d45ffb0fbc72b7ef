// Holds a value against a zod schema, and says what does not fit without a word of the value.

import type { z } from "zod";
import { TransformError } from "../../core/errors.ts";
import { placeIn, skippedIn } from "./schema-places.ts";

/** Whose value it is, and the code of the error where it does not fit. */
export interface Held {
  readonly code: string;
  /** `the body`, `the result`. */
  readonly what: string;
  /** `schema order-row`. */
  readonly schema: string;
}

/**
 * The value as `schema` gives it. Throws `TransformError`: with the code of `held` and the first field that does not fit, by the
 * schema's own names and never with a value or a key of the message's; SCHEMA where the schema throws, or would answer later.
 * A field `__proto__` of a table, which zod skips, has to fit like any other.
 */
export function fitting<Schema extends z.ZodType>(schema: Schema, value: unknown, held: Held): z.output<Schema> {
  const { code, what, schema: name } = held;
  const { read, skipped } = answered(schema, value, name);
  const [issue] = read.error?.issues ?? [];
  if (read.success && skipped === undefined) return read.data;
  const wanted = issue?.code === "invalid_type" ? `${issue.expected} was expected` : complaint(issue?.code);
  const path = issue?.path ?? skipped ?? [];
  throw new TransformError(code, `${what} does not fit ${name} at ${placeIn(schema, value, path)}: ${wanted}`);
}

function answered<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string) {
  try {
    return { read: schema.safeParse(value), skipped: skippedIn(schema, value) };
  } catch (thrown) {
    const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
    const isLate = kind === "$ZodAsyncError";
    const why = isLate
      ? "would answer later, an answer at once was expected"
      : `threw a ${kind}, an answer was expected`;
    throw new TransformError("SCHEMA", `${name} ${why}`, thrown);
  }
}

/** Zod's own message may quote what it met; its codes are a few. */
const CODES: ReadonlySet<string> = new Set([
  ...["too_big", "too_small", "invalid_format", "not_multiple_of", "unrecognized_keys", "invalid_union"],
  ...["invalid_key", "invalid_element", "invalid_value"],
]);

const complaint = (code = "invalid_element"): string =>
  CODES.has(code) ? code.replaceAll("_", " ") : "a check of the schema failed";
