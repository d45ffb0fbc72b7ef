// Queues with their dead letters, and what else in AWS fills them.

import type { Feed } from "../../feed-schema.ts";
import type { Deployment } from "../deployment.ts";
import type { QueuePlan } from "../queue-plan.ts";
import { stackName } from "../stack-name.ts";
import { ownerOfEndpoint } from "./owner.ts";
import { type Entry, entry, listed, settingsOf } from "./thing.ts";

/** Every queue that the fabric makes, each with its feed right behind it. */
export const queueThings = (deployment: Deployment): readonly Entry[] =>
  deployment.queues
    .filter(({ role }) => role !== "existing")
    .flatMap((plan) => [queueThing(deployment, plan), ...feedThings(plan)]);

/** `endpoint` and `stack` are part of how CloudFormation knows a queue: with another one it is another queue. */
function queueThing(deployment: Deployment, { endpoint, role, redrive, ...plan }: QueuePlan): Entry {
  const { account, region, queue: name, fifo, kmsKey } = endpoint;
  const settings = settingsOf({
    endpoint: endpoint.name,
    role,
    stack: stackName(deployment, endpoint),
    fifo,
    retentionSeconds: plan.retentionSeconds,
    visibilityTimeoutSeconds: plan.visibilityTimeoutSeconds,
    deadLetters: redrive?.deadLetters.queue,
    maxReceives: redrive?.maxReceives,
    deadLettersOf: role === "dead-letters" ? sourceOf(deployment, endpoint.name) : undefined,
    kmsKey,
    foreignSenders:
      plan.foreignSenders.length === 0
        ? undefined
        : listed(plan.foreignSenders.map((sender) => `${sender.account} ${sender.link}`)),
  });
  return entry(["aws", "queue"], [account, region], name, ownerOfEndpoint(endpoint.name), settings);
}

/** The queue whose messages end here. */
const sourceOf = ({ queues }: Deployment, dead: string): string | undefined =>
  queues.find(({ endpoint }) => `${endpoint.name}.dead` === dead)?.endpoint.queue;

function feedThings({ endpoint, feed }: QueuePlan): readonly Entry[] {
  if (feed === undefined) return [];
  const { account, region, name, fifo, kmsKey } = endpoint;
  const ways = Object.entries(feed) as readonly [keyof Feed, object | undefined][];
  const [way, options = {}] = ways.find(([, each]) => each !== undefined) ?? [];
  const unsaid = way === undefined ? {} : UNSAID[way];
  const settings = settingsOf({ way, queue: endpoint.queue, fifo, kmsKey, ...unsaid, ...options });
  return [entry(["aws", "feed"], [account, region], name, `endpoint ${name}`, settings)];
}

/** What holds where the file does not say: to say the same is no change. */
const UNSAID: Readonly<Record<keyof Feed, object>> = {
  sns: {},
  eventBridge: {},
  s3: { events: ["Object Created"] },
  dynamodbStream: { startingPosition: "LATEST" },
  iotRule: { base64: false },
};
