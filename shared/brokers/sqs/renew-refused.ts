// Keys that a queue refuses are asked for anew, so that the next attempt has others.

import type { SQSClient } from "@aws-sdk/client-sqs";

/**
 * How AWS speaks of keys whose time is over, or that it does not know; and of a right that is missing, which is also what
 * a session hears that was revoked: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
const REFUSED: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidSecurity",
  "AccessDenied",
  "AccessDeniedException",
]);

/**
 * Adds to a client that it asks its provider for new keys when a request is refused for the ones that it holds. The
 * refusal itself is handed on: the engine tries again, and where there are no new keys that attempt says so. Many
 * refusals at the same time are one question; how soon new keys may be asked for again is the provider's to say.
 */
export function renewRefused(client: SQSClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (thrown) {
        if (thrown instanceof Error && REFUSED.has(thrown.name))
          await client.config.credentials({ forceRefresh: true }).catch(() => {});
        throw thrown;
      }
    },
    { name: "renewRefused", step: "finalizeRequest", priority: "low" },
  );
}
