// Makes a fabric's queues, topics and subscriptions on any SQS and Pub/Sub that speak the official clients' protocols.

import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  QueueNameExists,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { CreateSubscriptionOptions, PubSub } from "@google-cloud/pubsub";
import type { PubsubEndpoint } from "../../shared/brokers/pubsub/endpoint.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import { queueArn, queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import type { Link, PubsubLink } from "../../shared/fabric/link.ts";
import { visibilitySeconds } from "../../shared/fabric/policies.ts";

/**
 * Creates a queue, or brings the settings of one that is there to these: a second run changes nothing. Rejects also where
 * the answer is not that of an SQS.
 */
export async function makeQueue(client: SQSClient, endpoint: SqsEndpoint, settings: Readonly<Record<string, string>>) {
  const kind = endpoint.fifo
    ? { FifoQueue: "true", DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" }
    : {};
  try {
    const made = await client.send(
      new CreateQueueCommand({ QueueName: endpoint.queue, Attributes: { ...kind, ...settings } }),
    );
    if (made.QueueUrl === undefined) throw new SyntaxError("CreateQueue has to answer with the queue's URL");
  } catch (error) {
    if (!(error instanceof QueueNameExists)) throw error;
    await client.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint), Attributes: { ...settings } }));
  }
}

/**
 * What a queue needs to be the source of a link: time for the function, and an end for what never succeeds. Dead letters
 * that lie in another account than a queue of another system are for its function only: SQS moves nothing that far.
 */
export function sourceSettings(
  link: Extract<Link, { readonly source: SqsEndpoint }>,
): Readonly<Record<string, string>> {
  const { source, deadLetters, attempts } = link;
  const redrive = { deadLetterTargetArn: queueArn(deadLetters), maxReceiveCount: attempts };
  const isBeside = source.account === deadLetters.account && source.region === deadLetters.region;
  return {
    VisibilityTimeout: String(visibilitySeconds(link)),
    ...(isBeside ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
  };
}

/** How long a server that may be gone is waited for, in milliseconds. Ours. */
const ASK_MS = 5_000;

/** How many messages wait in a queue, are out with a consumer, or are delayed: approximate where the server's is. */
export async function queueDepth(client: SQSClient, endpoint: SqsEndpoint): Promise<number> {
  const AttributeNames = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
  ] as const;
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint), AttributeNames: [...AttributeNames] }),
    { abortSignal: AbortSignal.timeout(ASK_MS) },
  );
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
}

/** gRPC's code for a thing that is there already. */
const ALREADY_EXISTS = 6;

async function unlessThere(made: Promise<unknown>): Promise<void> {
  await made.catch((error: unknown) => {
    if ((error as { code?: unknown } | undefined)?.code !== ALREADY_EXISTS) throw error;
  });
}

/** Creates a topic where it is not there yet. */
export const makeTopic = (client: PubSub, endpoint: PubsubEndpoint): Promise<void> =>
  unlessThere(client.createTopic(topicPath(endpoint)));

/** A subscription to pull from, where it is not there yet; `name` may be a full one. */
export const makeSubscription = (
  client: PubSub,
  topic: PubsubEndpoint,
  name: string,
  options: CreateSubscriptionOptions,
): Promise<void> => unlessThere(client.createSubscription(topicPath(topic), name, options));

/** A subscription that keeps what arrives at a topic, for whoever looks: without one Pub/Sub would forget it. */
export const makeInbox = (client: PubSub, endpoint: PubsubEndpoint, name: string): Promise<void> =>
  makeSubscription(client, endpoint, name, { enableMessageOrdering: endpoint.ordered });

/** The push subscription of a link, ordered where its topic is; attempts end in the link's dead-letter topic. */
export async function makePush(client: PubSub, link: PubsubLink, pushEndpoint: string): Promise<void> {
  await unlessThere(
    client.createSubscription(topicPath(link.source), link.subscription, {
      enableMessageOrdering: link.source.ordered,
      ackDeadlineSeconds: Math.max(10, link.timeoutSeconds),
      pushConfig: { pushEndpoint },
      deadLetterPolicy: { deadLetterTopic: topicPath(link.deadLetters), maxDeliveryAttempts: link.attempts },
      retryPolicy: {
        minimumBackoff: { seconds: link.backoff.firstDelaySeconds },
        maximumBackoff: { seconds: link.backoff.maxDelaySeconds },
      },
    }),
  );
  // One that was there from an earlier run pushes to where its function ran then.
  await client.subscription(link.subscription).modifyPushConfig({ pushEndpoint });
}

/** Turns a link's subscription to pull: what comes now waits for the next run. Rejects soon where nobody answers. */
export async function endPush(client: PubSub, { subscription }: PubsubLink): Promise<void> {
  // An empty endpoint is how Pub/Sub is told so. The client's own retries would go on for ten minutes.
  await client.subscription(subscription).modifyPushConfig({}, { timeout: ASK_MS, retry: null });
}
