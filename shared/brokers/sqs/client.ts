// The one place that makes an SQS client: where it goes, and what it leaves to the engine above it.

import { SQSClient } from "@aws-sdk/client-sqs";

/**
 * A client that honours AWS's standard variables. With `AWS_ENDPOINT_URL_SQS` or `AWS_ENDPOINT_URL` it goes there, which
 * the SDK alone would not, since it prefers the host in a queue's URL. It does not try again: the engine does, within the
 * time that is left. It does not compare MD5 sums: a difference is thrown after the queue has taken the message, so all it
 * could bring is a duplicate, and TLS has seen to the bytes.
 */
export function sqsClient({ region }: { readonly region: string }, env: NodeJS.ProcessEnv = process.env): SQSClient {
  const isLedElsewhere = Boolean(env["AWS_ENDPOINT_URL_SQS"] || env["AWS_ENDPOINT_URL"]);
  return new SQSClient({
    region,
    maxAttempts: 1,
    md5: false,
    ...(isLedElsewhere ? { useQueueUrlAsEndpoint: false } : {}),
  });
}
