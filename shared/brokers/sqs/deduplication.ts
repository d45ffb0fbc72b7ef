// What a FIFO queue knows a message again by: who it is, and which way it came.

import { hash } from "node:crypto";
import type { Message } from "../../core/message.ts";
import { fittingId } from "./text.ts";

/**
 * `ID.HASH`, the origin id and sixteen hex digits of the trail, as a hash where that does not fit. A hop that is tried
 * again gives the same one, so the queue drops the copy; two branches that meet at one queue give two, so it keeps both.
 */
export const deduplicationId = ({ id, trail }: Pick<Message, "id" | "trail">): string =>
  fittingId(`${id}.${hash("sha256", JSON.stringify(trail)).slice(0, 16)}`);
