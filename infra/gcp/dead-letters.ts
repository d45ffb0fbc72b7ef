// What Pub/Sub itself has to be allowed, so that it can move what never succeeds to the dead letters.

import type { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member/index.js";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js";
import type { PubsubEndpoint } from "../../shared/brokers/pubsub/endpoint.ts";
import type { Site } from "./site.ts";
import type { TopicRef } from "./topics.ts";

/** Lets Pub/Sub publish to one dead-letter topic: https://cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions */
export const mayBury = ({ stack, idOf, pubsubAgent: member }: Site, dead: PubsubEndpoint, topic: TopicRef) =>
  new PubsubTopicIamMember(stack, `bury_${idOf(dead.name)}`, {
    topic: topic(dead),
    role: "roles/pubsub.publisher",
    member,
  });

/** Lets Pub/Sub take away from one subscription, which `id` names, what it has moved. Same source. */
export const mayTake = ({ stack, pubsubAgent: member }: Site, id: string, subscription: PubsubSubscription) =>
  new PubsubSubscriptionIamMember(stack, `take_${id}`, {
    subscription: subscription.id,
    role: "roles/pubsub.subscriber",
    member,
  });
