// Paths that lead to exactly one place: where a single value is taken from, or put.

import { ConfigError } from "../../core/errors.ts";
import type { Path } from "../../core/json-path.ts";

/** The same path. Throws `ConfigError` for one with `[*]`, which leads to many places. */
export function onePlace(path: Path): Path {
  if (path.steps.every(({ kind }) => kind !== "every")) return path;
  const message = `path ${JSON.stringify(path.text)} leads to many places, one was expected: leave out [*]`;
  throw new ConfigError([{ severity: "error", code: "PATH", message }]);
}
