// The push subscriptions: each brings a link's messages to its function, and what never succeeds to the dead letters.

import type { Cloudfunctions2Function } from "@cdktf/provider-google/lib/cloudfunctions2-function/index.js";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import type { ITerraformDependable } from "cdktf";
import type { SubscriptionPlan } from "../../shared/fabric/deployment/subscription-plan.ts";
import { mayBury, mayTake } from "./dead-letters.ts";
import type { Site } from "./site.ts";
import { NEVER, type TopicRef } from "./topics.ts";

/** Whom a subscription calls, and as whom. `rights` have to be there before the first push. */
export interface Called {
  readonly function: Cloudfunctions2Function;
  readonly caller: ServiceAccount;
  readonly rights: readonly ITerraformDependable[];
}

/** Always authenticated: the token is made for the very address that is called. */
export function push(site: Site, plan: SubscriptionPlan, topic: TopicRef, called: Called): PubsubSubscription {
  const { stack, idOf, labels } = site;
  const url = called.function.serviceConfig.uri;
  const subscription = new PubsubSubscription(stack, `push_${idOf(plan.link)}`, {
    project: plan.project,
    name: plan.name,
    topic: topic(plan.topic),
    labels,
    enableMessageOrdering: plan.ordered,
    ackDeadlineSeconds: plan.ackDeadlineSeconds,
    messageRetentionDuration: `${plan.retentionSeconds}s`,
    expirationPolicy: NEVER,
    pushConfig: {
      pushEndpoint: url,
      oidcToken: { serviceAccountEmail: called.caller.email, audience: url },
    },
    deadLetterPolicy: { deadLetterTopic: topic(plan.deadLetters), maxDeliveryAttempts: plan.maxAttempts },
    retryPolicy: { minimumBackoff: `${plan.firstDelaySeconds}s`, maximumBackoff: `${plan.maxDelaySeconds}s` },
    dependsOn: [...called.rights, mayBury(site, plan.deadLetters, topic)],
  });
  mayTake(site, `push_${idOf(plan.link)}`, subscription);
  return subscription;
}
