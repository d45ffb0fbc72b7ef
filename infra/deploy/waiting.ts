// What still waits in a deployed fabric: asked of the clouds before anything is taken away.

import { GetQueueAttributesCommand, QueueDoesNotExist, SQSClient } from "@aws-sdk/client-sqs";
import { queueUrl, type SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { backlogs } from "./backlogs.ts";

/** A line per queue or subscription that holds messages, with how many; none for what is empty or not there. */
export async function waiting(deployment: Deployment, environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const queues = deployment.queues.filter(({ role }) => role !== "existing").map(({ endpoint }) => endpoint);
  const [inQueues, inSubscriptions] = await Promise.all([
    Promise.all(queues.map(queued)),
    backlogs(deployment, environment),
  ]);
  return [
    ...inQueues.flatMap((count, at) => (count > 0 ? [`queue ${queues[at]?.queue}: ${messages(count)}`] : [])),
    ...inSubscriptions.map(({ name, count }) => `subscription ${name}: ${messages(count)}`),
  ];
}

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Visible, in flight and delayed. The counts are approximate for a minute after the last send or receive. */
async function queued(endpoint: SqsEndpoint): Promise<number> {
  const client = new SQSClient({ region: endpoint.region, useQueueUrlAsEndpoint: false });
  try {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint), AttributeNames: [...COUNTS] }),
    );
    return COUNTS.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return 0;
    throw error;
  } finally {
    client.destroy();
  }
}

const messages = (count: number): string => `${count} ${count === 1 ? "message" : "messages"}`;
