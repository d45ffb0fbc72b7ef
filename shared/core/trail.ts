// Ends loops that no cloud can see: a message refuses a link that it has passed before, on either side.

import { TrailError } from "./errors.ts";
import type { Message } from "./message.ts";

/** The most links that one message may pass. Ours: far above any sane map, far below what a header can hold. */
export const MAX_LINKS = 32;

/** The trail with this link behind it. Throws `TrailError` for a second pass or one too many. */
export function extendTrail({ trail, id }: Message, link: string): readonly string[] {
  if (trail.includes(link)) throw new TrailError("LOOP", `message ${id} has passed ${link} before`);
  if (trail.length >= MAX_LINKS)
    throw new TrailError(
      "TOO_MANY_LINKS",
      `message ${id} has passed ${trail.length} links, at most ${MAX_LINKS} are allowed`,
    );
  return [...trail, link];
}
