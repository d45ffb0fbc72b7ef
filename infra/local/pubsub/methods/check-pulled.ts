// Keeps clients from pulling what is pushed.

import type { PubsubEngine } from "../engine.ts";
import { PubsubFault } from "../fault.ts";

/**
 * Throws `NOT_FOUND`, and `FAILED_PRECONDITION` while the subscription is pushed: a push config has to be taken away
 * before messages can be pulled, https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1#modifypushconfigrequest
 */
export function checkPulled(engine: PubsubEngine, subscription: string): void {
  if (engine.subscriptions.get(subscription).settings.push !== undefined)
    throw new PubsubFault(
      "FAILED_PRECONDITION",
      "This method is not supported for this subscription type: the subscription has a push_config.",
    );
}
