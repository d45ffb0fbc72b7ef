// Queues with their dead letters, and what else in AWS fills them.

import type { Feed } from "../../feed-schema.ts";
import type { Deployment } from "../deployment.ts";
import { feedRoleName } from "../feed-names.ts";
import type { QueuePlan } from "../queue-plan.ts";
import { stackName } from "../stack-name.ts";
import { ownerOfEndpoint } from "./owner.ts";
import { type Entry, entry, listed, settingsOf } from "./thing.ts";

/** Every queue that the fabric makes, each with its feed right behind it. */
export const queueThings = (deployment: Deployment): readonly Entry[] =>
  deployment.queues
    .filter(({ role }) => role !== "existing")
    .flatMap((plan) => [queueThing(deployment, plan), ...feedThings(deployment.fabric, plan)]);

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

function feedThings(fabric: string, { endpoint, feed }: QueuePlan): readonly Entry[] {
  if (feed === undefined) return [];
  const { account, region, name, fifo, kmsKey } = endpoint;
  const ways = Object.entries(feed) as readonly [keyof Feed, object | undefined][];
  const [way, options = {}] = ways.find(([, each]) => each !== undefined) ?? [];
  const unsaid = way === undefined ? {} : UNSAID[way];
  const settings = settingsOf({ way, queue: endpoint.queue, fifo, kmsKey, ...unsaid, ...options });
  const of = ownerOfEndpoint(name);
  return [entry(["aws", "feed"], [account, region], name, of, settings), ...roleThings(fabric, endpoint, way)];
}

/** The services that fill a queue in a role of the fabric's; the others are let in by the queue itself. */
const TRUSTED: Readonly<Partial<Record<keyof Feed, string>>> = {
  dynamodbStream: "pipes.amazonaws.com",
  iotRule: "iot.amazonaws.com",
};

/** What it may do follows from the feed, whose settings stand beside it. */
function roleThings(fabric: string, endpoint: QueuePlan["endpoint"], way: keyof Feed | undefined): readonly Entry[] {
  const trusts = way === undefined ? undefined : TRUSTED[way];
  if (trusts === undefined) return [];
  const { account, region, name, queue, kmsKey } = endpoint;
  const settings = settingsOf({ trusts, "may on sqs": `sqs:SendMessage ${queue}`, kmsKey });
  return [entry(["aws", "role"], [account, region], feedRoleName(fabric, endpoint), ownerOfEndpoint(name), settings)];
}

/** What holds where the file does not say: to say the same is no change. */
const UNSAID: Readonly<Record<keyof Feed, object>> = {
  sns: {},
  eventBridge: {},
  s3: { events: ["Object Created"] },
  dynamodbStream: { startingPosition: "LATEST" },
  iotRule: { base64: false },
};
