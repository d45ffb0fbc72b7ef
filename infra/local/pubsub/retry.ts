// How long a message waits after a failure.

import type { RetryPolicy } from "./settings.ts";

/**
 * In milliseconds, 0 without a policy; `failures` counts from 1. The service says exponential and no more
 * (https://docs.cloud.google.com/pubsub/docs/handling-failures#exponential_backoff): doubled here, without chance.
 */
export function backOffMs(policy: RetryPolicy | undefined, failures: number): number {
  return policy === undefined ? 0 : Math.min(policy.maximumMs, policy.minimumMs * 2 ** (failures - 1));
}
