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
 * Adds to a client that it asks its provider for new keys where a request was refused for the ones that it still holds.
 * The refusal itself is handed on: the engine tries again. Where there are no new keys, the next request says so.
 */
export function renewRefused(client: SQSClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (thrown) {
        if (thrown instanceof Error && REFUSED.has(thrown.name)) await renew(client, keyIdOf(args.request));
        throw thrown;
      }
    },
    // Within the signing, where the request says which keys it went out with.
    { name: "renewRefused", step: "finalizeRequest", priority: "low" },
  );
}

async function renew(client: SQSClient, refused: string | undefined): Promise<void> {
  try {
    const { accessKeyId } = await client.config.credentials();
    // Another request may have had them renewed already.
    if (accessKeyId === refused) await client.config.credentials({ forceRefresh: true });
  } catch {
    // The refusal is what is told of this attempt.
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
function keyIdOf(request: unknown): string | undefined {
  const { headers = {} } = request as { readonly headers?: Readonly<Record<string, string>> };
  return /Credential=([^/]+)\//.exec(headers["authorization"] ?? "")?.[1];
}
