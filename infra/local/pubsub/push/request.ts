// What a push sends: the message in its JSON wrapper, or bare with what is known about it in headers.

import type { Delivered, SubscriptionSettings } from "../subscription.ts";

/** Ready for HTTP. */
export interface PushBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** https://docs.cloud.google.com/pubsub/docs/push#receive_push and https://docs.cloud.google.com/pubsub/docs/payload-unwrapping */
export function pushBody(delivered: Delivered, { name, push }: SubscriptionSettings): PushBody {
  return push?.isWrapped === false ? bare(delivered, name, push.hasMetadata) : wrapped(delivered, name);
}

function wrapped({ message, attempt }: Delivered, subscription: string): PushBody {
  const publishTime = new Date(message.publishedAt).toISOString();
  const inner = {
    attributes: Object.fromEntries(message.attributes),
    data: Buffer.from(message.data).toString("base64"),
    messageId: message.id,
    message_id: message.id,
    publishTime,
    publish_time: publishTime,
    ...(message.orderingKey === "" ? {} : { orderingKey: message.orderingKey }),
  };
  const body = { message: inner, subscription, ...(attempt === undefined ? {} : { deliveryAttempt: attempt }) };
  return { headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body)) };
}

function bare({ message, attempt }: Delivered, subscription: string, hasMetadata: boolean): PushBody {
  if (!hasMetadata) return { headers: {}, body: message.data };
  const own = [...message.attributes].filter(
    ([key, value]) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(key) && /^[\t\x20-\x7e]*$/.test(value),
  );
  const known = {
    "x-goog-pubsub-subscription-name": subscription,
    "x-goog-pubsub-message-id": message.id,
    "x-goog-pubsub-publish-time": new Date(message.publishedAt).toISOString(),
    ...(message.orderingKey === "" ? {} : { "x-goog-pubsub-ordering-key": message.orderingKey }),
    ...(attempt === undefined ? {} : { "x-goog-pubsub-delivery-attempt": String(attempt) }),
  };
  return { headers: { ...Object.fromEntries(own), ...known }, body: message.data };
}
