// Which tags a queue takes.

import { invalidParameter } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";

type Tags = ReadonlyMap<string, string>;

/**
 * Throws `InvalidParameterValue` where a queue that has `present` can't take `given` too:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
export function checkTags(present: Tags, given: Tags): void {
  if (new Set([...present.keys(), ...given.keys()]).size > SERVICE_LIMITS.tags)
    throw invalidParameter("Tags", `A queue can have at most ${SERVICE_LIMITS.tags} tags.`);
  for (const [key, value] of given) {
    if (key === "" || key.length > SERVICE_LIMITS.tagKeyCharacters || /^aws:/i.test(key))
      throw invalidParameter("Tags", "A key has 1 to 128 characters, and does not begin with aws:.");
    if (value.length > SERVICE_LIMITS.tagValueCharacters)
      throw invalidParameter("Tags", "A value has at most 256 characters.");
  }
}
