// All that the server can do, by service and name: a new method is one function and one line here.

import { acknowledge, modifyAckDeadline } from "./methods/ack-methods.ts";
import type { Method } from "./methods/method.ts";
import { publish } from "./methods/publish-method.ts";
import { pull } from "./methods/pull-method.ts";
import * as subscriptions from "./methods/subscription-methods.ts";
import * as topics from "./methods/topic-methods.ts";

/** By service and method as google.pubsub.v1 names them; what isn't here, StreamingPull apart, is refused by name. */
export const METHODS: ReadonlyMap<string, ReadonlyMap<string, Method>> = new Map([
  [
    "Publisher",
    new Map([
      ["CreateTopic", topics.createTopic],
      ["GetTopic", topics.getTopic],
      ["UpdateTopic", topics.updateTopic],
      ["ListTopics", topics.listTopics],
      ["ListTopicSubscriptions", topics.listTopicSubscriptions],
      ["DeleteTopic", topics.deleteTopic],
      ["Publish", publish],
    ]),
  ],
  [
    "Subscriber",
    new Map([
      ["CreateSubscription", subscriptions.createSubscription],
      ["GetSubscription", subscriptions.getSubscription],
      ["UpdateSubscription", subscriptions.updateSubscription],
      ["ListSubscriptions", subscriptions.listSubscriptions],
      ["DeleteSubscription", subscriptions.deleteSubscription],
      ["ModifyPushConfig", subscriptions.modifyPushConfig],
      ["Pull", pull],
      ["Acknowledge", acknowledge],
      ["ModifyAckDeadline", modifyAckDeadline],
    ]),
  ],
]);
