// Tags: kept for those who read them, without any effect.

import { textMap, texts } from "../fields.ts";
import { checkTags } from "../tag-rules.ts";
import { type Operation, queueOf } from "./operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue: Operation = (request, { engine }) => {
  const { tags } = engine.queues.get(queueOf(request));
  const given = textMap(request, "Tags");
  checkTags(tags, given);
  for (const [key, value] of given) tags.set(key, value);
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue: Operation = (request, { engine }) => {
  const { tags } = engine.queues.get(queueOf(request));
  for (const key of texts(request, "TagKeys")) tags.delete(key);
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags: Operation = (request, { engine }) => {
  const { tags } = engine.queues.get(queueOf(request));
  return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
};
