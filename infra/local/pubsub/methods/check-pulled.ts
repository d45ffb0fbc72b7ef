// Keeps clients from pulling what is pushed, or cut off.

import type { PubsubEngine } from "../engine.ts";
import { unready } from "../fault.ts";

/**
 * Throws `NOT_FOUND`, and `FAILED_PRECONDITION` where the subscription is detached, or
 * while it is pushed: a push config has to be taken away
 * before messages can be pulled, https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1#modifypushconfigrequest
 */
export function checkPulled(engine: PubsubEngine, subscription: string): void {
  const { push, isDetached } = engine.subscriptions.get(subscription).settings;
  if (isDetached) throw unready("The subscription is detached from its topic: it can't be pulled from any more.");
  if (push !== undefined)
    throw unready("This method is not supported for this subscription type: the subscription has a push_config.");
}
