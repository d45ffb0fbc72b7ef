// A server on a free port and the official client that talks to it: what the tests over the wire start from.

import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { onTestFinished } from "vitest";
import { type SqsServer, type SqsServerOptions, sqsServer } from "../../../../infra/local/sqs/server.ts";

/** The official client on a server; its dummy credentials are as good as any, and a key id can be an account's. */
export function aClient({ endpoint }: SqsServer, region = "eu-west-1", accessKeyId = "local"): SQSClient {
  const credentials = { accessKeyId, secretAccessKey: "local" };
  const client = new SQSClient({ endpoint, region, credentials, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

/** A server and its client, both gone when the test is. */
export async function aServer(options: SqsServerOptions = {}): Promise<{ server: SqsServer; client: SQSClient }> {
  const server = await sqsServer({ region: "eu-west-1", accountId: "111122223333", ...options });
  onTestFinished(() => server.close());
  return { server, client: aClient(server) };
}

/** Makes a queue over the wire and gives its URL. */
export async function aQueueUrl(
  client: SQSClient,
  QueueName = "orders",
  attributes: Record<string, string> = {},
): Promise<string> {
  const fifo: Record<string, string> = QueueName.endsWith(".fifo") ? { FifoQueue: "true" } : {};
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes: { ...fifo, ...attributes } }));
  return QueueUrl ?? "";
}

/** Name and older code of the error by which the client rejects. */
export async function errorOf(sent: Promise<unknown>): Promise<readonly [name: string, queryCode: unknown]> {
  const thrown: unknown = await sent.then(
    () => new Error("the request succeeded"),
    (error: unknown) => error,
  );
  const { name, Code } = thrown as { name: string; Code?: unknown };
  return [name, Code];
}
