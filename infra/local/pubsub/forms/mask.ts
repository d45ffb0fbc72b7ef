// Which fields an update is about.

import { invalid } from "../fault.ts";
import { type Fields, part, textsField } from "./fields.ts";

/**
 * Gives the changes that an update mask names, in its order. Throws `INVALID_ARGUMENT` where it names nothing, or
 * something that can't be changed: the service knows no paths within fields either.
 */
export function maskedChanges<Change>(
  request: Fields,
  of: string,
  changes: ReadonlyMap<string, Change>,
): readonly Change[] {
  const paths = textsField(part(request, "updateMask") ?? {}, "paths");
  if (paths.length === 0)
    throw invalid(`The update_mask in the Update${of}Request must be set, and must contain a non-empty paths list.`);
  return paths.map((path) => {
    const change = changes.get(path);
    if (change !== undefined) return change;
    throw invalid(
      `Invalid update_mask provided in the Update${of}Request: ${path} can't be changed; expected any of ` +
        `${[...changes.keys()].join(", ")}.`,
    );
  });
}
