// The one place that makes an SQS client: where it goes, who it is, and what it leaves to the engine above it.

import { SQSClient } from "@aws-sdk/client-sqs";
import { roleProvider } from "../../identity/aws-role.ts";
import { collectAnswer } from "./collect-answer.ts";
import { renewRefused } from "./renew-refused.ts";

/**
 * A client that honours AWS's standard variables: `AWS_ENDPOINT_URL_SQS`, `AWS_ENDPOINT_URL`, `AWS_USE_FIPS_ENDPOINT`.
 * The SDK alone would not, since it prefers the host in a queue's URL. It does not try again: the engine does, within the
 * time that is left. It does not compare MD5 sums: a difference is thrown after the queue has taken the message, so all it
 * could bring is a duplicate, and TLS has seen to the bytes. The SDK itself keeps connections alive, 50 at most by default
 * (`@smithy/node-http-handler`): more than there are requests at a time. On Cloud Run it has the keys of a role that
 * `roleProvider` gets, elsewhere those that AWS's SDK finds. Throws `ConfigError` where such a role can't be asked for.
 */
export function sqsClient({ region }: { readonly region: string }, env: NodeJS.ProcessEnv = process.env): SQSClient {
  const credentials = roleProvider(region, env);
  const ours = { maxAttempts: 1, md5: false, useQueueUrlAsEndpoint: false, streamCollector: collectAnswer } as const;
  const settings = { region, ...ours };
  const client = new SQSClient({ ...settings, ...(credentials && { credentials }) });
  if (credentials) renewRefused(client);
  return client;
}
