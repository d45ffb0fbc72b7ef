// Tables with fixed keys: every level of the file refuses a key that it does not know.

import { z } from "zod";

/**
 * An object of exactly these keys. `expected` is said where something else stands in its place; an unknown key keeps
 * the words of whoever parses, who can name the key that was meant.
 */
export const keyed = <Shape extends z.ZodRawShape>(shape: Shape, expected: string) =>
  z.strictObject(shape, { error: ({ code }) => (code === "invalid_type" ? `must be ${expected}` : undefined) });
