// What still waits in a deployed fabric: asked of the clouds before anything is taken away.

import { GetQueueAttributesCommand, QueueDoesNotExist, SQSClient } from "@aws-sdk/client-sqs";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { HopspanError } from "../../shared/core/errors.ts";
import { keysToLook, reasonOf } from "./aws-credentials.ts";
import { backlogs } from "./backlogs.ts";
import type { Holders, PlacedQueue } from "./holders.ts";

/**
 * A line per queue or subscription that holds messages, with how many; none for what is empty or not there. Rejects
 * with a `HopspanError` where a cloud does not say: what is not known is not taken for nothing.
 */
export async function waiting(
  holders: Pick<Holders, "queues" | "subscriptions">,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const [inQueues, inSubscriptions] = await Promise.all([queued(holders.queues), backlogs(holders, environment)]);
  return [
    ...inQueues.flatMap(({ queue, count }) => (count > 0 ? [`queue ${queue}: ${messages(count)}`] : [])),
    ...inSubscriptions.map(({ name, count }) => `subscription ${name}: ${messages(count)}`),
  ];
}

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

async function queued(queues: readonly PlacedQueue[]) {
  const byPlace = Map.groupBy(queues, ({ account, region }) => `${account}/${region}`);
  const counted = [...byPlace.values()].map(async (here) => {
    const [{ account, region } = { account: "", region: "" }] = here;
    const credentials = await keysToLook({ account, region });
    const client = new SQSClient({ region, useQueueUrlAsEndpoint: false, ...(credentials ? { credentials } : {}) });
    try {
      return await Promise.all(here.map(async (each) => ({ ...each, count: await count(client, each) })));
    } finally {
      client.destroy();
    }
  });
  return (await Promise.all(counted)).flat();
}

/** Visible, in flight and delayed. The counts are approximate for a minute after the last send or receive. */
async function count(client: SQSClient, queue: PlacedQueue): Promise<number> {
  try {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl(queue), AttributeNames: [...COUNTS] }),
    );
    return COUNTS.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return 0;
    throw unknown(queue, error);
  }
}

const unknown = ({ queue, account, region }: PlacedQueue, cause: unknown) =>
  new HopspanError(
    "UNREACHABLE",
    `how many messages wait in queue ${queue} of ${account}/${region} could not be asked (${reasonOf(cause)}): mend that, or use --drop-messages`,
    true,
    cause,
  );

const messages = (count: number): string => `${count} ${count === 1 ? "message" : "messages"}`;
