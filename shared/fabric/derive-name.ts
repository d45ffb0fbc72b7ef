// Names of what the fabric makes itself: readable where they fit the provider's limit, still one of a kind where not.

import { createHash } from "node:crypto";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html, in characters. */
export const QUEUE_NAME_CHARACTERS = 80;

/** Topics and subscriptions: https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names, in characters. */
export const TOPIC_NAME_CHARACTERS = 255;

const MARK_CHARACTERS = 8;

/** Between the parts of a name: no name of the file has two dashes in a row, or one at an end, so no two lists of parts join alike. */
const BETWEEN = "--";

/**
 * The parts joined by `--`, and the ending. A name of more than `most` characters is cut before its ending and marked
 * with a hash of the whole: always the same for the same parts.
 */
export function deriveName(parts: readonly string[], most: number, ending = ""): string {
  const stem = parts.join(BETWEEN);
  if (stem.length + ending.length <= most) return `${stem}${ending}`;
  const mark = createHash("sha256").update(stem).digest("hex").slice(0, MARK_CHARACTERS);
  const left = stem.slice(0, most - ending.length - mark.length - 1).replace(/-+$/, "");
  return `${left}-${mark}${ending}`;
}

/** What the names of all that a fabric makes start with, and those of no other fabric or stage. */
export const prefixOf = (fabric: string): string => `${fabric}${BETWEEN}`;
