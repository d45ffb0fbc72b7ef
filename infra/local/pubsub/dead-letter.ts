// What a message looks like in its dead-letter topic: itself, and where it came from.

import type { Draft, PublishedMessage } from "./message.ts";
import { idOf, projectOf } from "./names.ts";

/**
 * Data, attributes and ordering key stay; the attributes that are added are those of
 * https://docs.cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic. It may hold more of them than a
 * publisher could send.
 */
export function deadLetter(subscription: string, message: PublishedMessage, attempts: number): Draft {
  const added: readonly (readonly [string, string])[] = [
    ["CloudPubSubDeadLetterSourceDeliveryCount", String(attempts)],
    ["CloudPubSubDeadLetterSourceSubscription", idOf(subscription)],
    ["CloudPubSubDeadLetterSourceSubscriptionProject", projectOf(subscription)],
    ["CloudPubSubDeadLetterSourceTopicPublishTime", new Date(message.publishedAt).toISOString()],
  ];
  const { data, attributes, orderingKey } = message;
  return { data, attributes: new Map([...attributes, ...added]), orderingKey };
}
